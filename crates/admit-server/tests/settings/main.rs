//! The pages about organizations, roles, settings, rules, mails and the audit trail.

mod bed;
mod organizations;
mod roles;
mod rules;
mod settings;

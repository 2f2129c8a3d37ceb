//! The setup file: organizations, roles and permissions that must exist.

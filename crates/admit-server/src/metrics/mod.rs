//! Numbers for those who watch over the server: what is counted while it runs, what the
//! store holds, and both as the text that Prometheus reads.

mod histogram;
mod list;
mod machine;
mod meters;
mod text;
mod told;

pub use list::{Kind, METRICS, Metric};
pub use meters::{Connected, Meters};
pub use text::CONTENT_TYPE;
pub use told::told;

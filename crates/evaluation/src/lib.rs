//! Readers of the field's formats, its scorers, and reports of what they find. Knows nothing of the product.
//!
//! - [`readers`]: CoNLL-U, columns of names, TimeML, brat, toponym XML, and JSON of events and quantities;
//! - [`scorers`]: CoNLL 2018, exact names, CoNLL coreference, TempEval-3, attribution, toponyms, coded events, quantities;
//! - [`report`]: figures as JSON, and whether they fell below a baseline.

pub mod readers;
pub mod report;
pub mod scorers;
pub mod wire;

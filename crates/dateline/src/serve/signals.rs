//! Drain at the first signal, exit at the second. Handlers are set even as process 1, where a signal without one is lost.

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Exit code after a second signal.
const INTERRUPTED: i32 = 130;

/// Cancels `shutdown` at the first SIGTERM or SIGINT.
pub(crate) fn listen(shutdown: CancellationToken) -> std::io::Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        either(&mut terminate, &mut interrupt).await;
        tracing::info!("finishing what is in flight; a second signal exits at once");
        shutdown.cancel();
        either(&mut terminate, &mut interrupt).await;
        exit();
    });
    Ok(())
}

async fn either(terminate: &mut Signal, interrupt: &mut Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

#[expect(clippy::disallowed_methods, reason = "a second signal asks for an end without drain")]
fn exit() {
    std::process::exit(INTERRUPTED);
}

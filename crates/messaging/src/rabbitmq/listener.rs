//! Notices of what was stored, heard by a task that closes its channel itself: one that is only dropped may still be
//! closing when its connection does, which lapin takes for an error.

use std::{sync::Arc, time::Duration};

use futures::{StreamExt as _, stream::BoxStream};
use lapin::{
    Channel,
    options::{BasicConsumeOptions, BasicQosOptions, QueueBindOptions, QueueDeclareOptions},
    types::{AMQPValue, FieldTable},
};
use tokio::{
    sync::{mpsc, oneshot},
    time::sleep,
};
use tokio_stream::wrappers::ReceiverStream;

use super::{
    Shared,
    declare::short,
    link::{self, translate},
};
use crate::{Error, Kind};

/// Pause before a listener that was lost is made anew.
const AGAIN: Duration = Duration::from_secs(1);

/// Notices from now on, until the stream is dropped or the bus is closed.
pub(super) async fn notices(shared: &Arc<Shared>) -> Result<BoxStream<'static, ()>, Error> {
    // One notice that waits is as good as many.
    let (heard, notices) = mpsc::channel(1);
    let (ready, first) = oneshot::channel();
    shared.listeners.spawn(run(Arc::clone(shared), heard, ready));
    first.await.map_err(|_| Error::new(Kind::Unavailable, "the bus is closed"))??;
    Ok(ReceiverStream::new(notices).boxed())
}

/// A queue of this listener's own, gone with its channel.
struct Listening {
    channel: Channel,
    notices: lapin::Consumer,
}

async fn run(shared: Arc<Shared>, heard: mpsc::Sender<()>, ready: oneshot::Sender<Result<(), Error>>) {
    let mut listening = match listen(&shared).await {
        Ok(listening) => listening,
        Err(error) => return drop(ready.send(Err(error))),
    };
    // Whoever asked may have gone meanwhile, which `heard` tells too.
    let _ = ready.send(Ok(()));
    loop {
        let over = tokio::select! {
            () = ended(&shared, &heard) => true,
            () = hear(&mut listening.notices, &heard) => false,
        };
        link::close(&listening.channel).await;
        if over {
            return;
        }
        let Some(next) = listen_again(&shared, &heard).await else { return };
        listening = next;
        // Others may have been missed meanwhile.
        let _ = heard.try_send(());
    }
}

/// Returns when nobody listens any more.
async fn ended(shared: &Shared, heard: &mpsc::Sender<()>) {
    tokio::select! {
        () = heard.closed() => {}
        () = shared.closing.cancelled() => {}
    }
}

/// Passes notices on; returns when the subscription is lost.
async fn hear(notices: &mut lapin::Consumer, heard: &mpsc::Sender<()>) {
    while let Some(Ok(_)) = notices.next().await {
        let _ = heard.try_send(());
    }
}

async fn listen_again(shared: &Shared, heard: &mpsc::Sender<()>) -> Option<Listening> {
    loop {
        match listen(shared).await {
            Ok(listening) => return Some(listening),
            Err(error) if error.kind == Kind::Misconfigured => {
                tracing::error!(%error, "no longer listening for stored notices");
                return None;
            }
            Err(_) => tokio::select! {
                () = ended(shared, heard) => return None,
                () = sleep(AGAIN) => {}
            },
        }
    }
}

async fn listen(shared: &Shared) -> Result<Listening, Error> {
    let channel = shared.consuming.channel().await?;
    let notices = shared.consuming.answer("a listener for notices", listen_over(&channel, shared)).await?;
    Ok(Listening { channel, notices })
}

async fn listen_over(channel: &Channel, shared: &Shared) -> Result<lapin::Consumer, Error> {
    let options = QueueDeclareOptions { exclusive: true, auto_delete: true, ..QueueDeclareOptions::default() };
    let mut arguments = FieldTable::default();
    arguments.insert(short("x-max-length")?, AMQPValue::LongInt(16));
    let queue = channel.queue_declare(short("")?, options, arguments).await.map_err(translate)?;
    let exchange = short(&shared.names.stored())?;
    let bind = QueueBindOptions::default();
    let bound = channel.queue_bind(queue.name().clone(), exchange, short("")?, bind, FieldTable::default());
    bound.await.map_err(translate)?;
    channel.basic_qos(16, BasicQosOptions::default()).await.map_err(translate)?;
    let options = BasicConsumeOptions { no_ack: true, exclusive: true, ..BasicConsumeOptions::default() };
    let consuming = channel.basic_consume(queue.name().clone(), short("")?, options, FieldTable::default());
    consuming.await.map_err(translate)
}

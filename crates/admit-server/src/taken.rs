//! A connection that ends where nobody takes what is sent.

use crate::limits::SEND_TIMEOUT;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// A stream whose every piece has to be taken within a time.
pub struct Taken<S> {
    stream: S,
    /// When somebody has waited for too long, as long as somebody waits.
    until: Option<Pin<Box<Sleep>>>,
}

impl<S> Taken<S> {
    /// Over a stream.
    pub fn new(stream: S) -> Taken<S> {
        Taken {
            stream,
            until: None,
        }
    }

    /// What became of sending; an error if it has made no progress for too long.
    fn in_time<T>(
        &mut self,
        sent: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if sent.is_ready() {
            self.until = None;
            return sent;
        }
        let until = self
            .until
            .get_or_insert_with(|| Box::pin(sleep(SEND_TIMEOUT)));
        match until.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Taken<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Taken<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.in_time(sent, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        all: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write_vectored(context, all);
        self.in_time(sent, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::future::poll_fn;
    use std::time::Duration;
    use tokio::time::Instant;

    /// Somebody who takes something every so often, or nothing at all.
    struct Slow {
        every: Option<Duration>,
        next: Pin<Box<Sleep>>,
    }

    impl AsyncWrite for Slow {
        fn poll_write(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
            _: &[u8],
        ) -> Poll<io::Result<usize>> {
            let Some(every) = self.every else {
                return Poll::Pending;
            };
            std::task::ready!(self.next.as_mut().poll(context));
            self.next.as_mut().reset(Instant::now() + every);
            Poll::Ready(Ok(1))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    async fn sent(every: Option<Duration>) -> Vec<io::Result<usize>> {
        let next = Box::pin(sleep(every.unwrap_or_default()));
        let mut taken = Taken::new(Slow { every, next });
        let mut all = Vec::new();
        for _ in 0..3 {
            all.push(poll_fn(|context| Pin::new(&mut taken).poll_write(context, b"x")).await);
        }
        all
    }

    #[tokio::test(start_paused = true)]
    async fn what_nobody_takes_ends() {
        for result in sent(Some(SEND_TIMEOUT * 2 / 3)).await {
            assert_eq!(result.unwrap(), 1);
        }
        let error = sent(None).await.remove(0).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }
}

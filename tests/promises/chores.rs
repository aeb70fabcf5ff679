//! Tasks that do as they are told.

use std::cell::{Cell, RefCell};
use std::future::{Future, pending, poll_fn, ready};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures::future::LocalBoxFuture;
use twinpool::pool::{Task, Zombie, Zombies};

/// How a chore fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Worth another try.
    Passing,
    /// Not worth another try.
    Lasting,
}

type Execution = LocalBoxFuture<'static, Result<u32, Fault>>;

/// A task that is known by a number; when it ends well, it gives that number.
pub struct Chore {
    pub id: u32,
    act: Box<dyn FnMut(u32) -> Execution>,
}

impl Task for Chore {
    type Id = u32;
    type Output = u32;
    type Error = Fault;
    type Execution = Execution;

    fn id(&self) -> u32 {
        self.id
    }

    fn execute(&mut self, attempt: u32) -> Execution {
        (self.act)(attempt)
    }

    fn is_retryable(fault: &Fault) -> bool {
        *fault == Fault::Passing
    }
}

/// A chore that does this.
pub fn does<F>(id: u32, mut act: impl FnMut(u32) -> F + 'static) -> Chore
where
    F: Future<Output = Result<u32, Fault>> + 'static,
{
    Chore {
        id,
        act: Box::new(move |attempt| Box::pin(act(attempt))),
    }
}

pub fn succeeds(id: u32) -> Chore {
    does(id, move |_| ready(Ok(id)))
}

/// Fails at its first `times` attempts.
pub fn fails(id: u32, times: u32) -> Chore {
    does(id, move |attempt| {
        ready(if attempt <= times { Err(Fault::Passing) } else { Ok(id) })
    })
}

pub fn never_succeeds(id: u32) -> Chore {
    fails(id, u32::MAX)
}

pub fn never_ends(id: u32) -> Chore {
    does(id, |_| pending())
}

/// Fails for good at its first attempt.
pub fn is_hopeless(id: u32) -> Chore {
    does(id, |_| ready(Err(Fault::Lasting)))
}

/// Never ends, and can't be stopped: an attempt that is dropped goes on as a zombie, until it is put to rest.
pub fn is_stubborn(id: u32, zombies: &Zombies, graveyard: &Rc<RefCell<Vec<Zombie>>>) -> Chore {
    let (zombies, graveyard) = (zombies.clone(), Rc::clone(graveyard));
    does(id, move |_| {
        let (zombies, graveyard) = (zombies.clone(), Rc::clone(&graveyard));
        let on_drop = OnDrop(Some(move || graveyard.borrow_mut().push(zombies.begin())));
        async move {
            let _on_drop = on_drop;
            pending().await
        }
    })
}

/// Calls a function when it is dropped.
pub struct OnDrop<F: FnOnce()>(pub Option<F>);

impl<F: FnOnce()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        if let Some(act) = self.0.take() {
            act();
        }
    }
}

/// Holds chores up until it is opened, so that a test says when they end.
#[derive(Clone, Default)]
pub struct Gate {
    is_open: Rc<Cell<bool>>,
    waiting: Rc<RefCell<Vec<Waker>>>,
}

impl Gate {
    pub fn open(&self) {
        self.is_open.set(true);
        self.waiting.take().into_iter().for_each(Waker::wake);
    }

    pub fn passed(&self) -> impl Future<Output = ()> + use<> {
        let Self { is_open, waiting } = self.clone();
        poll_fn(move |context| {
            if is_open.get() {
                return Poll::Ready(());
            }
            waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
    }

    /// A chore that ends well once the gate is open.
    pub fn chore(&self, id: u32) -> Chore {
        let gate = self.clone();
        does(id, move |_| {
            let passed = gate.passed();
            async move {
                passed.await;
                Ok(id)
            }
        })
    }
}

/// Polls a future once.
pub async fn poll_once<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    poll_fn(|context| Poll::Ready(Pin::new(&mut *future).poll(context))).await
}

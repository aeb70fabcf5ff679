//! A simulation in which one can go back.

use std::cell::Ref;
use std::rc::Rc;
use std::time::Duration;

use super::series::Recording;
use super::{Overloaded, Report, Scenario, Series, Simulation, Tape};
use crate::Invalid;
use crate::exec::Instant;
use crate::pool::Event;

/// What may change while a simulation runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Knob {
    /// The number of workers.
    Workers(usize),
    /// The share of attempts that fail, of those that begin from then on.
    FailureProbability(f64),
    /// The rate of Poisson arrivals.
    RatePerSecond(f64),
}

/// A [`Simulation`] with a past: it remembers which knob was turned when, and goes back by beginning anew.
///
/// ```
/// use std::time::Duration;
/// use twinpool::exec::Instant;
/// use twinpool::sim::{Knob, Scenario, Timeline};
///
/// let mut timeline = Timeline::new(Scenario { seed: 42, ..Scenario::default() }, 0).unwrap();
/// timeline.advance(Duration::from_millis(100));
/// timeline.turn(Knob::FailureProbability(0.0)).unwrap();
/// timeline.run_to_end().unwrap();
/// let report = timeline.report();
///
/// timeline.seek(Instant::from_nanos(50_000_000)).unwrap(); // back, before the knob was turned
/// timeline.run_to_end().unwrap();
/// assert_eq!(timeline.report(), report);
/// ```
#[derive(Debug)]
pub struct Timeline {
    scenario: Scenario,
    simulation: Simulation,
    tape: Tape,
    /// So many intervals its series has at most.
    intervals: usize,
    recording: Option<Recording>,
    /// In the order of their time.
    turns: Vec<(Instant, Knob)>,
    /// So many of them have been made.
    made: usize,
}

impl Timeline {
    /// A timeline at its beginning, with a tape for so many events. With 0 none are told, which is quicker.
    ///
    /// # Errors
    ///
    /// Names the field of the scenario that is out of its range.
    pub fn new(scenario: Scenario, kept_events: usize) -> Result<Self, Invalid> {
        Self::with_series(scenario, kept_events, 0)
    }

    /// A timeline that also keeps a series of at most so many intervals. With 0 it keeps none, which is quicker.
    ///
    /// # Errors
    ///
    /// Names the field of the scenario that is out of its range.
    pub fn with_series(scenario: Scenario, kept_events: usize, intervals: usize) -> Result<Self, Invalid> {
        scenario.validate()?;
        Self::of_valid(scenario, kept_events, intervals)
    }

    /// [`with_series`](Self::with_series) of a scenario that is valid.
    pub(crate) fn of_valid(scenario: Scenario, kept_events: usize, intervals: usize) -> Result<Self, Invalid> {
        let tape = Tape::new(kept_events);
        let (simulation, recording) = start(&scenario, &tape, intervals)?;
        Ok(Self {
            simulation,
            scenario,
            tape,
            intervals,
            recording,
            turns: Vec::new(),
            made: 0,
        })
    }

    /// The simulation as it stands.
    pub fn simulation(&self) -> &Simulation {
        &self.simulation
    }

    /// The latest events.
    pub fn tape(&self) -> &Tape {
        &self.tape
    }

    /// What happened until now, if a series is kept.
    pub fn series(&self) -> Option<Ref<'_, Series>> {
        let recording = self.recording.as_ref()?;
        recording.advance(self.now());
        Some(recording.series())
    }

    /// The time now.
    pub fn now(&self) -> Instant {
        self.simulation.now()
    }

    /// Turns a knob now. Whatever was turned later, before one went back, will not have been.
    ///
    /// # Errors
    ///
    /// If the value is out of its range; then nothing has changed.
    pub fn turn(&mut self, knob: Knob) -> Result<(), Invalid> {
        self.simulation.check_knob(knob)?;
        // What else happens at this moment happens first, other turns included: so it will be the same again after going
        // back.
        self.run_until(self.now());
        self.set(knob)?;
        self.turns.truncate(self.made);
        self.turns.push((self.now(), knob));
        self.made = self.turns.len();
        Ok(())
    }

    /// Goes on to the next event, or to the next turn of a knob that was made before one went back; tells whether there
    /// was anything.
    pub fn step(&mut self) -> bool {
        // At the beginning, or after a turn, what is ready has yet to say when it goes on; that may be after the next turn.
        self.simulation.settle();
        match (self.next_turn(), self.simulation.next_event_at()) {
            (Some(at), Some(event)) if at <= event => self.run_until(at),
            _ => return self.simulation.step(),
        }
        true
    }

    /// Goes on by this much time, or to the end if that comes first.
    pub fn advance(&mut self, duration: Duration) {
        self.run_until(self.now() + duration);
    }

    /// Goes on until then, or to the end if that comes first. An earlier time changes nothing.
    pub fn run_until(&mut self, instant: Instant) {
        while let Some(at) = self.next_turn().filter(|at| *at <= instant) {
            self.simulation.run_until(at);
            self.turn_again();
        }
        self.simulation.run_until(instant);
    }

    /// Goes on towards then, but for no more than so many polls of futures, some two for each attempt; it stops in the
    /// middle of an instant if it must. Tells whether it got there, or to the end.
    ///
    /// ```
    /// use twinpool::exec::Instant;
    /// use twinpool::sim::{Scenario, Timeline};
    ///
    /// let mut timeline = Timeline::new(Scenario { seed: 42, ..Scenario::default() }, 0).unwrap();
    /// let instant = Instant::from_nanos(700_000_000);
    /// let mut slices = 1;
    /// while !timeline.run_some_until(instant, 2) {
    ///     slices += 1;
    /// }
    /// assert_eq!(timeline.now(), instant);
    /// assert!(slices > 1);
    /// ```
    pub fn run_some_until(&mut self, instant: Instant, polls: u64) -> bool {
        let mut left = polls;
        while let Some(at) = self.next_turn().filter(|at| *at <= instant) {
            if !self.simulation.run_some_until(at, &mut left) {
                return false;
            }
            self.turn_again();
        }
        self.simulation.run_some_until(instant, &mut left)
    }

    /// Goes to this time, back as well: then the scenario begins anew, and everything happens again up to there.
    ///
    /// # Errors
    ///
    /// None: the scenario was valid before.
    pub fn seek(&mut self, instant: Instant) -> Result<(), Invalid> {
        if instant < self.now() {
            self.rewind()?;
        }
        self.run_until(instant);
        Ok(())
    }

    /// Goes back to time 0. Turns of knobs are kept, and made again when their time comes.
    ///
    /// # Errors
    ///
    /// None: the scenario was valid before.
    pub fn rewind(&mut self) -> Result<(), Invalid> {
        (self.simulation, self.recording) = start(&self.scenario, &self.tape, self.intervals)?;
        // Now, because the end of a simulation that goes on is an event for those who still wait in it.
        self.tape.take();
        self.made = 0;
        Ok(())
    }

    /// Goes on for so many polls of futures, as [`Simulation::run_for`] does. Tells whether the end has not come yet.
    pub fn run_for(&mut self, polls: u64) -> bool {
        if self.made == self.turns.len() {
            return self.simulation.run_for(polls);
        }
        self.run_some_until(Instant::MAX, polls);
        !self.simulation.is_finished()
    }

    /// Goes on to the end.
    ///
    /// # Errors
    ///
    /// [`Overloaded`]; the figures so far are there all the same.
    pub fn run_to_end(&mut self) -> Result<(), Overloaded> {
        while let Some(at) = self.next_turn() {
            if self.simulation.is_finished() {
                break;
            }
            self.run_until(at);
        }
        self.simulation.run_to_end()
    }

    /// The figures: of the whole run, or so far.
    pub fn report(&self) -> Report {
        self.simulation.report()
    }

    fn next_turn(&self) -> Option<Instant> {
        self.turns.get(self.made).map(|(at, _)| *at)
    }

    /// Makes the next turn, whose time it is.
    fn turn_again(&mut self) {
        if let Some((_, knob)) = self.turns.get(self.made) {
            // It was in its range when it was turned first.
            let _ = self.set(*knob);
        }
        self.made += 1;
    }

    fn set(&self, knob: Knob) -> Result<(), Invalid> {
        if let Some(recording) = &self.recording {
            recording.advance(self.now());
        }
        match knob {
            Knob::Workers(workers) => self.simulation.set_workers(workers),
            Knob::FailureProbability(probability) => self.simulation.set_failure_probability(probability),
            Knob::RatePerSecond(rate) => self.simulation.set_rate_per_second(rate),
        }
    }
}

/// Of a scenario that is valid: it begins anew whenever one goes back.
fn start(scenario: &Scenario, tape: &Tape, intervals: usize) -> Result<(Simulation, Option<Recording>), Invalid> {
    let recording = (intervals > 0).then(|| Recording::new(intervals, &scenario.pool));
    let has_tape = tape.capacity() > 0;
    if !has_tape && recording.is_none() {
        return Ok((Simulation::start(scenario, None)?, None));
    }
    let (tape, listener) = (tape.clone(), recording.clone());
    let hear = move |event: &Event<u64>| {
        if let Some(recording) = &listener {
            recording.hear(event);
        }
        if has_tape {
            tape.record(event);
        }
    };
    let simulation = Simulation::start(scenario, Some(Box::new(hear)))?;
    if let Some(recording) = &recording {
        recording.watch(Rc::downgrade(simulation.pool()));
    }
    Ok((simulation, recording))
}

//! A scenario's luck without a simulation is the simulation's own.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use twinpool::exec::{Executor, Instant};
use twinpool::pool::{Event, FnTask, Pool, PoolConfig, TaskOptions};
use twinpool::retry::{Jitter, RetryPolicy};
use twinpool::sim::{Arrivals, Outage, Scenario, Service, Simulation, Workload};

fn scenario(arrivals: Arrivals, service: Service, jitter: Jitter, hold_worker: bool) -> Scenario {
    Scenario {
        seed: 11,
        pool: PoolConfig {
            workers: 2,
            buffer_size: Some(3),
            retry: RetryPolicy {
                base_delay: Duration::from_millis(7),
                jitter,
                ..RetryPolicy::default()
            },
            hold_worker,
            ..PoolConfig::default()
        },
        tasks: 200,
        arrivals,
        service,
        failure_probability: 0.3,
        outages: vec![Outage {
            from_ms: 300.0,
            to_ms: 500.0,
            failure_probability: 0.9,
        }],
        ..Scenario::default()
    }
}

fn simulated(scenario: &Scenario) -> Vec<Event<u64>> {
    let events: Rc<RefCell<Vec<_>>> = Rc::default();
    let listener = Rc::clone(&events);
    let simulation = Simulation::with_listener(scenario, move |event| listener.borrow_mut().push(event.clone()));
    simulation.unwrap().run_to_end().unwrap();
    events.take()
}

/// A pool of one's own, as on a live clock: timers, functions, and what the workload says.
fn driven(scenario: &Scenario) -> Vec<Event<u64>> {
    let events: Rc<RefCell<Vec<_>>> = Rc::default();
    let executor = Executor::virtual_time();
    let exec = executor.handle();
    let workload = Rc::new(RefCell::new(Workload::new(scenario).unwrap()));
    let pool = {
        let (events, workload) = (Rc::clone(&events), Rc::clone(&workload));
        Pool::builder(&exec, scenario.pool)
            .listen(move |event: &Event<u64>| events.borrow_mut().push(event.clone()))
            .draw(move |task, attempt| workload.borrow().jitter(*task, attempt))
            .start()
            .unwrap()
    };
    let tasks = scenario.tasks;
    executor.spawn(async move {
        for number in 1..=tasks {
            let arrival = workload.borrow_mut().arrival(number);
            let (at_work, exec_of_task) = (Rc::clone(&workload), exec.clone());
            let task = FnTask::new(number, move |attempt| {
                let workload = at_work.borrow();
                let fails = workload.fails(number, attempt, exec_of_task.now().as_millis_f64());
                let sleep = exec_of_task.sleep(workload.service_time(number, attempt));
                async move {
                    sleep.await;
                    if fails { Err(()) } else { Ok(()) }
                }
            });
            if let Some(arrival) = arrival {
                exec.sleep_until(arrival).await;
                if number < tasks {
                    pool.offer(task, TaskOptions::default()).unwrap();
                    continue;
                }
            }
            drop(pool.submit(task).await.unwrap());
        }
        pool.stop().await;
    });
    executor.run();
    events.take()
}

#[test]
fn a_pool_that_is_driven_by_it_does_what_the_simulation_does() {
    let trace: Vec<_> = (0..200).map(|index| f64::from(index) * 4.3).collect();
    let scenarios = [
        scenario(
            Arrivals::Poisson { rate_per_second: 200.0 },
            Service::Exponential { mean_ms: 5.0 },
            Jitter::Full,
            true,
        ),
        scenario(
            Arrivals::Constant { every_ms: 4.0 },
            Service::Lognormal { mean_ms: 5.0, cv: 1.5 },
            Jitter::Decorrelated,
            false,
        ),
        scenario(
            Arrivals::Bursts {
                size: 9,
                every_ms: 50.0,
            },
            Service::Erlang { mean_ms: 5.0, k: 3 },
            Jitter::Equal,
            false,
        ),
        scenario(
            Arrivals::Trace { at_ms: trace.into() },
            Service::Pareto {
                mean_ms: 5.0,
                alpha: 2.5,
            },
            Jitter::None,
            true,
        ),
        scenario(Arrivals::Closed, Service::Constant { ms: 5.0 }, Jitter::Full, true),
    ];
    for scenario in scenarios {
        let (simulated, driven) = (simulated(&scenario), driven(&scenario));
        assert!(simulated.len() > 800);
        assert_eq!(driven, simulated, "{:?}", scenario.arrivals);
    }
}

#[test]
fn arrivals_can_be_asked_for_in_any_order() {
    for arrivals in [
        Arrivals::Poisson { rate_per_second: 10.0 },
        Arrivals::Constant { every_ms: 3.0 },
    ] {
        let scenario = scenario(arrivals, Service::Constant { ms: 1.0 }, Jitter::None, true);
        let mut workload = Workload::new(&scenario).unwrap();
        let in_order: Vec<_> = (1..=200).map(|number| workload.arrival(number)).collect();
        assert!(in_order.iter().all(Option::is_some));
        assert!(in_order.is_sorted());
        for number in [7, 200, 200, 1, 199] {
            let index = usize::try_from(number).unwrap() - 1;
            assert_eq!(workload.arrival(number), in_order[index]);
        }
        assert_eq!((workload.arrival(0), workload.arrival(201)), (None, None));
    }
}

#[test]
fn a_closed_load_has_no_arrivals() {
    let mut workload = Workload::new(&Scenario::default()).unwrap();
    assert_eq!(workload.arrival(1), None::<Instant>);
}

import { alertsSent, openSinks, unsentAlerts } from '../case/alerts.ts';
import type { OpenCase } from '../case/case.ts';
import type { Alert, AlertKind } from '../model/alert.ts';
import type { Clock } from '../model/clock.ts';
import { reasonOf } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import type { RaisedAlert } from '../store/case-db-alerts.ts';

/**
 * Brings alerts to their receivers, at least once. Each receiver has a line of its own: one that is dead delays nobody. What a
 * receiver took is marked only after it took it, so a kill between the two sends it again, under the same key.
 */

/** Whoever receives alerts. */
export interface Sink {
  /** Always the same for the same receiver; stands in the log, and holds no secret. */
  name: string;
  /** Null: all kinds. */
  only: readonly AlertKind[] | null;
  /** How many it takes at once. */
  atOnce: number;
  /** Resolves when it took them; else why not, for a person, without a secret. Never rejects. */
  send(alerts: readonly RaisedAlert[], stop: AbortSignal): Promise<Refusal | null>;
}

export interface Refusal {
  reason: string;
  /** How long it asks to be left alone; null where it does not say. */
  waitMs: Ms | null;
}

export interface DeliveryOptions {
  clock: Clock;
  /** Numbers from 0 to 1. */
  chance: () => number;
  stop: AbortSignal;
  sent: (sink: string, alert: Alert) => void;
  refused: (sink: string, alert: Alert, reason: string, againInMs: Ms) => void;
}

export interface Delivery {
  /** Something was raised. */
  wake(): void;
  /** Resolves when every receiver took all there is, or has refused some and waits for another try. */
  settled(): Promise<void>;
  /** Lets everybody be tried that is not waiting, and ends: afterwards the case may be closed. What is not sent is sent by the next. */
  end(): Promise<void>;
}

const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 3_600_000;
/** A receiver that refuses so many in a row will refuse the rest. */
const ENOUGH_REFUSALS = 3;

/** Begins to bring what is not sent yet, and goes on whenever woken, until stopped. A receiver that is new gets nothing of the past. */
export function deliver(open: OpenCase, sinks: readonly Sink[], options: DeliveryOptions): Delivery {
  openSinks(
    open,
    sinks.map((sink) => sink.name),
  );
  const ended = new AbortController();
  const stop = AbortSignal.any([options.stop, ended.signal]);
  const lines = sinks.map((sink) => lineOf(open, sink, { ...options, stop }));
  const wake = (): void => {
    for (const line of lines) line.wake();
  };
  const settled = async (): Promise<void> => {
    for (const line of lines) await line.settled();
  };
  wake();
  return {
    wake,
    settled,
    async end() {
      await settled();
      ended.abort();
      await settled();
    },
  };
}

interface Line {
  wake(): void;
  settled(): Promise<void>;
}

function lineOf(open: OpenCase, sink: Sink, options: DeliveryOptions): Line {
  let passing: Promise<void> | null = null;
  let woken = false;
  let waiting = false;
  let failures = 0;

  const pass = async (): Promise<void> => {
    do {
      woken = false;
      const refusal = await passOf(open, sink, failures, options);
      failures = refusal === null ? 0 : failures + 1;
      if (refusal !== null) void waitAndWake(refusal);
    } while (woken && !waiting && !options.stop.aborted);
    passing = null;
  };
  const waitAndWake = async (waitMs: Ms): Promise<void> => {
    waiting = true;
    await options.clock.sleep(waitMs, options.stop);
    waiting = false;
    wake();
  };
  const wake = (): void => {
    woken = true;
    if (passing === null && !waiting && !options.stop.aborted) passing = pass();
  };
  return {
    wake,
    async settled() {
      while (passing !== null) await passing;
    },
  };
}

/** Tries everything that is not sent yet once; how long to wait for the next try, or null where all was taken. */
async function passOf(open: OpenCase, sink: Sink, failures: number, options: DeliveryOptions): Promise<Ms | null> {
  const { stop } = options;
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 20)) * (1 + options.chance() / 2);
  let longest: Ms | null = null;
  let inARow = 0;
  for (const alerts of batches(wanted(open, sink), sink.atOnce)) {
    if (stop.aborted) return longest;
    const refusal = (await sink.send(alerts, stop)) ?? marked(open, sink, alerts);
    if (refusal === null) {
      for (const alert of alerts) options.sent(sink.name, alert);
      inARow = 0;
      continue;
    }
    longest = Math.max(longest ?? 0, refusal.waitMs ?? 0, waitMs);
    for (const alert of alerts) options.refused(sink.name, alert, refusal.reason, longest);
    inARow += 1;
    if (inARow >= ENOUGH_REFUSALS || refusal.waitMs !== null) return longest;
  }
  return longest;
}

/** Where it cannot be marked, it is sent again: rather twice than not at all. */
function marked(open: OpenCase, sink: Sink, alerts: readonly Alert[]): Refusal | null {
  try {
    alertsSent(
      open,
      sink.name,
      alerts.map((alert) => alert.key),
    );
    return null;
  } catch (error) {
    return { reason: reasonOf(error), waitMs: null };
  }
}

function wanted(open: OpenCase, { name, only }: Sink): RaisedAlert[] {
  return unsentAlerts(open, name).filter((alert) => only === null || only.includes(alert.kind));
}

function batches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

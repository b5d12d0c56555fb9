import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Alert } from '../../src/model/alert.ts';
import { MAIN } from '../command.ts';
import { serveHttp } from '../net/serving.ts';
import { alertCase, alertOf } from './alerting.ts';

/** Kills a process that raises alerts and sends them, again and again, and counts what its receiver never got. */

export interface AlertTally {
  kills: number;
  raised: number;
  /** Raised and never received. */
  lost: number;
  /** Received more than once: allowed, under the same key. */
  repeated: number;
  /** Keys that came with two different bodies. */
  altered: number;
}

const built = (path: string): string => JSON.stringify(pathToFileURL(resolve(MAIN, '../..', path)).href);

/** Raises one alert after another, each sent as soon as it is raised. With `careless` it marks before it sends. */
const SENDER = `
const [{ openCase }, alerts, { deliver }, { sinksOf }, { realClock }] = await Promise.all([
  import(${built('case/case.js')}), import(${built('case/alerts.js')}), import(${built('watch/deliver.js')}),
  import(${built('watch/sinks.js')}), import(${built('net/real-clock.js')}),
]);
const { folder, all, careless } = JSON.parse(process.argv[1]);
const open = openCase(folder, Date.now);
const world = { clock: realClock, env: {}, version: '1', contact: null, proxy: null, ca: null };
const hasty = (sink) => ({ ...sink, send: async (batch, stop) => {
  alerts.alertsSent(open, sink.name, batch.map((alert) => alert.key));
  await new Promise((done) => setTimeout(done, 2000));
  return sink.send(batch, stop);
} });
const sinks = sinksOf(open, world).map((sink) => careless ? hasty(sink) : sink);
const delivery = deliver(open, sinks, { clock: realClock, chance: Math.random, stop: new AbortController().signal, sent: () => {}, refused: () => {} });
for (const alert of all) {
  if (alerts.raiseAlerts(open, [alert]).length === 0) continue;
  process.stdout.write(alert.key + '\\n');
  delivery.wake();
  await new Promise((done) => setTimeout(done, 15));
}
await delivery.settled();
process.exit(0);
`;

/** At half of the kills the receiver had been asked and had not answered yet; at the others the alert was just raised. A careless sender is killed in between. */
export async function alertCrash(kills: number, careless = false): Promise<AlertTally> {
  const received: { key: string; body: string }[] = [];
  let onRequest = (): void => undefined;
  const hook = await serveHttp((request, response) => {
    let body = '';
    request.on('data', (bytes) => {
      body += bytes;
    });
    request.on('end', () => {
      received.push({ key: String(request.headers['idempotency-key']), body });
      onRequest();
      setTimeout(() => response.end(), 5);
    });
  });
  const made = alertCase([{ kind: 'webhook', url: hook.origin }]);
  const all = Array.from({ length: kills + 5 }, (_, n) => alertOf(n));
  const raised = new Set<string>();
  const start = (): ChildProcess => {
    const given = JSON.stringify({ folder: made.folder, all, careless });
    const child = spawn(process.execPath, ['--input-type=module', '-e', SENDER, given], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout?.on('data', (bytes) => {
      for (const key of String(bytes).split('\n').filter(Boolean)) raised.add(key);
    });
    return child;
  };
  for (let kill = 0; kill < kills; kill += 1) {
    const child = start();
    const kill9 = (): void => void child.kill('SIGKILL');
    if (careless) killAfterMark(child, kill9);
    else if (kill % 2 === 0) onRequest = kill9;
    else child.stdout?.once('data', kill9);
    await new Promise((done) => child.once('close', done));
    onRequest = () => undefined;
  }
  const code = await new Promise((done) => start().once('close', done));
  if (code !== 0) throw new Error(`the last run ended with ${code}`);
  const tally = tallyOf(kills, made.open.db.alerts(), raised, received);
  made.remove();
  await hook.close();
  return tally;
}

/** Well after it marked the first, and well before it sends it. */
function killAfterMark(child: ChildProcess, kill9: () => void): void {
  child.stdout?.once('data', () => setTimeout(kill9, 500));
}

function tallyOf(
  kills: number,
  logged: readonly Alert[],
  raised: ReadonlySet<string>,
  received: readonly { key: string; body: string }[],
): AlertTally {
  const bodies = new Map<string, Set<string>>();
  for (const { key, body } of received) bodies.set(key, (bodies.get(key) ?? new Set()).add(body));
  const known = new Set([...raised, ...logged.map((alert) => alert.key)]);
  return {
    kills,
    raised: known.size,
    lost: [...known].filter((key) => !bodies.has(key)).length,
    repeated: received.length - bodies.size,
    altered: [...bodies.values()].filter((some) => some.size > 1).length,
  };
}

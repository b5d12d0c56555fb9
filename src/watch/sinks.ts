import { createHash, createHmac } from 'node:crypto';
import { join } from 'node:path';
import { Feed } from 'feed';
import type { OpenCase } from '../case/case.ts';
import type { AlertSetting } from '../case/settings-alerts.ts';
import { replaceFile } from '../evidence/files.ts';
import type { Alert } from '../model/alert.ts';
import type { Clock } from '../model/clock.ts';
import { reasonOf, UserError } from '../model/errors.ts';
import { formatTime } from '../model/time.ts';
import { wishOf } from '../net/back-off.ts';
import type { SocksProxy } from '../net/connect.ts';
import { DEADLINE_MS, makeFetch } from '../net/fetch.ts';
import type { Sink } from './deliver.ts';
import { emailSink } from './mail.ts';

/** The receivers that `case.yaml` names: webhooks, mailboxes, a feed. */

export interface SinkWorld {
  clock: Clock;
  env: Readonly<Record<string, string | undefined>>;
  version: string;
  contact: string | null;
  /** Webhooks and mail go through it too, or not at all. */
  proxy: SocksProxy | null;
  /** PEM of further certificate authorities. */
  ca: string | null;
}

/** `UserError` where a setting names an environment variable that is not set, or two receivers are one. */
export function sinksOf(open: OpenCase, world: SinkWorld): Sink[] {
  const sinks = open.settings.alerts.map((setting) => sinkOf(open, setting, world));
  const twice = sinks.find((sink, index) => sinks.findIndex((other) => other.name === sink.name) !== index);
  if (twice !== undefined) throw new UserError(`case.yaml names the receiver ${twice.name} of alerts twice; leave one`);
  return sinks;
}

function sinkOf(open: OpenCase, setting: AlertSetting, world: SinkWorld): Sink {
  if (setting.kind === 'feed') return feedSink(open, setting);
  if (setting.kind === 'email') {
    const { userEnv, passwordEnv } = setting;
    const login =
      userEnv === null || userEnv === undefined
        ? null
        : { user: variableOf(userEnv, world.env), password: variableOf(passwordEnv ?? '', world.env) };
    return emailSink(setting, login, world);
  }
  const { url, urlEnv, secretEnv, only } = setting;
  const address = urlEnv === null || urlEnv === undefined ? (url ?? '') : variableOf(urlEnv, world.env);
  if (!URL.canParse(address)) throw new UserError(`the environment variable ${urlEnv} that case.yaml names for a webhook holds no address`);
  // The address itself may be the secret, so the log gets its digest.
  const name = `webhook:${urlEnv ?? createHash('sha256').update(address).digest('hex').slice(0, 12)}`;
  const secret = secretEnv === null || secretEnv === undefined ? null : variableOf(secretEnv, world.env);
  return webhookSink({ name, address, secret, only: only ?? null }, world);
}

function variableOf(name: string, env: SinkWorld['env']): string {
  const value = env[name] ?? '';
  if (value === '') throw new UserError(`the environment variable ${name} that case.yaml names under alerts is not set`);
  return value;
}

/** The alert as JSON; where there is a secret, `X-Trackway-Signature` is the HMAC-SHA256 of the body under it. */
function webhookSink(hook: { name: string; address: string; secret: string | null; only: Sink['only'] }, world: SinkWorld): Sink {
  const { origin } = new URL(hook.address);
  return {
    name: hook.name,
    only: hook.only,
    atOnce: 1,
    async send([alert], stop) {
      if (alert === undefined) return null;
      const body = JSON.stringify(jsonOf(alert));
      const signature =
        hook.secret === null ? {} : { 'x-trackway-signature': `sha256=${createHmac('sha256', hook.secret).update(body).digest('hex')}` };
      const ask = makeFetch({
        allowed: [origin],
        // The user's own address: it may lie in his own network.
        allowedPrivate: [origin],
        credential: null,
        proxy: world.proxy,
        ca: world.ca,
        version: world.version,
        contact: world.contact,
        deadlineMs: DEADLINE_MS,
        maxBytes: 1_000_000,
        clock: world.clock,
        stop,
        lookup: null,
      });
      const headers = { 'content-type': 'application/json', 'idempotency-key': alert.key, ...signature };
      const outcome = await ask({ method: 'POST', url: hook.address, headers, body, credential: null });
      if (outcome.kind === 'failure') return { reason: outcome.detail, waitMs: null };
      if (outcome.status >= 200 && outcome.status < 300) return null;
      return { reason: `it answered with status ${outcome.status}`, waitMs: wishOf(outcome) };
    },
  };
}

function jsonOf(alert: Alert & { raisedAt: string }): Record<string, unknown> {
  const { key, kind, platform, at, title, lines, channels, raisedAt } = alert;
  return { key, kind, platform, at: formatTime(at), title, lines, channels, raisedAt };
}

const FEED_ENTRIES = 200;

/** An Atom file in the folder of the case, written anew with the latest alerts. */
function feedSink(open: OpenCase, { file, only }: { file: string; only?: Sink['only'] | undefined }): Sink {
  return {
    name: `feed:${file}`,
    only: only ?? null,
    atOnce: FEED_ENTRIES,
    async send() {
      const wanted = open.db.alerts().filter((alert) => (only ?? null) === null || only?.includes(alert.kind));
      try {
        replaceFile(join(open.folder, file), feedOf(open, wanted.slice(-FEED_ENTRIES)));
        return null;
      } catch (error) {
        return { reason: reasonOf(error), waitMs: null };
      }
    },
  };
}

function feedOf(open: OpenCase, alerts: readonly (Alert & { raisedAt: string })[]): string {
  const feed = new Feed({
    id: `urn:uuid:${open.settings.id}`,
    title: valid(`Alerts of ${open.settings.name}`),
    copyright: '',
    generator: 'Trackway',
    updated: new Date(alerts.at(-1)?.raisedAt ?? 0),
  });
  for (const alert of alerts.toReversed()) {
    const id = `urn:trackway:${open.settings.id}:${alert.key}`;
    feed.addItem({
      id,
      title: html(alert.title),
      link: id,
      date: new Date(alert.raisedAt),
      published: new Date(alert.at),
      description: alert.lines.map(html).join('<br>'),
    });
  }
  return feed.atom1();
}

/** Entries of a feed are read as HTML. */
function html(text: string): string {
  return valid(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Without what XML cannot hold. */
function valid(text: string): string {
  return text.toWellFormed().replaceAll(/[^\t\n\r\x20-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}

import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { AlertSetting } from '../case/settings-alerts.ts';
import type { Alert } from '../model/alert.ts';
import { reasonOf } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import { formatTime } from '../model/time.ts';
import { DIRECT, openSocket, type SocksProxy } from '../net/connect.ts';
import type { Sink } from './deliver.ts';

/** Alerts as e-mail: plain text, one message each, always under the same Message-ID, so that a repeat is known as one. */

type EmailSetting = Extract<AlertSetting, { kind: 'email' }>;

const DEADLINE_MS: Ms = 60_000;

export function emailSink(
  setting: EmailSetting,
  login: { user: string; password: string } | null,
  way: { proxy: SocksProxy | null; ca: string | null },
): Sink {
  const { from, tls, server } = setting;
  const to = typeof setting.to === 'string' ? [setting.to] : setting.to;
  const colon = server.lastIndexOf(':');
  const target = {
    host: server.slice(0, colon).toLowerCase(),
    port: Number(server.slice(colon + 1)),
    tls: tls === 'direct',
    trusted: true,
  };
  return {
    name: `email:${[...to].sort().join(',')}`,
    only: setting.only ?? null,
    atOnce: 1,
    async send([alert], stop) {
      if (alert === undefined) return null;
      const cut = AbortSignal.any([stop, AbortSignal.timeout(DEADLINE_MS)]);
      try {
        const connection = await openSocket(target, { ...DIRECT, ...way }, cut);
        // Whoever listens lets it flow: it may come paused from a proxy.
        connection.on('newListener', (event) => {
          if (event === 'data') setImmediate(() => connection.resume());
        });
        const end = (): void => void connection.destroy();
        cut.addEventListener('abort', end, { once: true });
        const transport = createTransport({
          host: target.host,
          port: target.port,
          secure: false,
          requireTLS: tls === 'starttls',
          ignoreTLS: tls !== 'starttls',
          tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', servername: target.host, ...(way.ca === null ? {} : { ca: way.ca }) },
          disableFileAccess: true,
          disableUrlAccess: true,
          getSocket: (_options, done) => done(null, { connection }),
          ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
        });
        try {
          await transport.sendMail(messageOf(alert, from, to));
          return null;
        } finally {
          cut.removeEventListener('abort', end);
          transport.close();
          connection.destroy();
        }
      } catch (error) {
        return { reason: plainReason(error, login), waitMs: null };
      }
    },
  };
}

function messageOf(alert: Alert, from: string, to: readonly string[]) {
  const id = createHash('sha256').update(alert.key).digest('hex').slice(0, 32);
  return {
    from,
    to: [...to],
    subject: alert.title,
    messageId: `<${id}@trackway.invalid>`,
    date: new Date(),
    headers: { 'X-Trackway-Key': alert.key, 'Auto-Submitted': 'auto-generated' },
    text: `${alert.title}\n\nWhen: ${formatTime(alert.at)}\n\n${alert.lines.join('\n')}\n`,
    xMailer: false as const,
  };
}

/** What the mail server said, in one line. To a login it may repeat what it was told, so that is not told on. */
function plainReason(error: unknown, login: { user: string; password: string } | null): string {
  if (error instanceof Error && 'code' in error && error.code === 'EAUTH') return 'the mail server refused the login';
  const text = reasonOf(error).replaceAll(/\s+/g, ' ').slice(0, 300);
  return login === null ? text : text.replaceAll(login.password, '*');
}

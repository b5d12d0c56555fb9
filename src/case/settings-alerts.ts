import { z } from 'zod';
import { ALERT_KINDS } from '../model/alert.ts';

/** To whom alerts go: the part `alerts:` of `case.yaml`. Secrets stand in environment variables, which it names. */

const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is no name of an environment variable');

const only = z.array(z.enum(ALERT_KINDS)).min(1).nullish();

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Alerts name communities that somebody tries to lose: they travel in the open only inside this machine. */
function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.username === '' && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)));
}

const webhook = z
  .strictObject({
    kind: z.literal('webhook'),
    url: z.string().refine(isSafeAddress, 'is no https address').nullish(),
    /** Where the address itself is a secret. */
    urlEnv: variable.nullish(),
    secretEnv: variable.nullish(),
    only,
  })
  .refine(({ url, urlEnv }) => (url ?? null) !== null || (urlEnv ?? null) !== null, 'a webhook needs `url` or `urlEnv`');

const SERVER = /^(\[[0-9a-fA-F:]+\]|[^\s:/@]+):(\d{1,5})$/;

const address = z.string().regex(/^[^\s<>,;"]+@[^\s<>,;"]+$/, 'is no e-mail address');

const email = z
  .strictObject({
    kind: z.literal('email'),
    to: z.union([address, z.array(address).min(1)]),
    from: address,
    server: z.string().regex(SERVER, 'is no host:port'),
    /** `starttls`: upgraded before anything is said; `direct`: secure from the first byte; `none`: only to this machine. */
    tls: z.enum(['starttls', 'direct', 'none']).default('starttls'),
    userEnv: variable.nullish(),
    passwordEnv: variable.nullish(),
    only,
  })
  .refine(
    ({ tls, server }) => tls !== 'none' || LOOPBACK.test(SERVER.exec(server)?.[1] ?? ''),
    'without TLS a mail server must be on this machine',
  )
  .refine(({ userEnv, passwordEnv }) => (userEnv ?? null) === null || (passwordEnv ?? null) !== null, 'a mail user needs `passwordEnv`');

const feed = z.strictObject({
  kind: z.literal('feed'),
  /** Name of the Atom file in the folder of the case. */
  file: z
    .string()
    .regex(/^[\w-][\w.-]*\.(xml|atom)$/, 'is no file name ending in .xml or .atom')
    .default('alerts.xml'),
  only,
});

export const alertsSchema = z.array(z.discriminatedUnion('kind', [webhook, email, feed])).default([]);

export type AlertSetting = z.infer<typeof alertsSchema>[number];

import { z } from 'zod';

/** How a case is watched: the parts `platforms:` and `watch:` of `case.yaml`. Secrets stand in environment variables, which it names. */

const variable = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    'is no name of an environment variable; the token itself must not stand here, only the name of the variable that holds it',
  );

/** Names under which people put secrets. */
const SECRET_NAME = /token|secret|passw|credential|bearer|cookie|session|api_?key|auth/i;
/** Long runs of mixed letters and digits: no setting of ours looks like that, and most tokens do. */
const SECRET_VALUE = /^(?=.*\d)(?=.*[A-Za-z])[\w%+/=:-]{24,}$/;

const REFUSED = 'looks like a secret, and case.yaml travels with the case: put it into an environment variable and name that with tokenEnv';

const plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const origin = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (url.protocol === 'https:' || url.protocol === 'http:') && text.replace(/\/$/, '') === url.origin;
}, 'is no origin like https://host or https://host:port');

const platform = z
  .object({
    /** Takes the place of the platform's own origin. */
    base: origin.nullish(),
    tokenEnv: variable.nullish(),
  })
  .catchall(plain)
  .superRefine((settings, context) => {
    for (const [name, value] of Object.entries(settings)) {
      if (name === 'base' || name === 'tokenEnv') continue;
      if (SECRET_NAME.test(name) || (typeof value === 'string' && SECRET_VALUE.test(value)))
        context.addIssue({ code: 'custom', path: [name], message: REFUSED });
    }
  });

export const platformsSchema = z.record(z.string(), platform).default({});

const DURATION = /^\d+(\.\d+)?\s*[smhd]$/;

const proxy = z
  .string()
  .refine((text) => URL.canParse(text) && /^socks5h?:$/.test(new URL(text).protocol), 'is no proxy like socks5h://host:port')
  .refine(
    (text) => !URL.canParse(text) || new URL(text).password === '',
    'holds a password, and case.yaml travels with the case: let a proxy on this machine hold it',
  );

export const watchSchema = z
  .strictObject({
    /** Usual pause between two looks at one channel. */
    every: z.string().regex(DURATION, 'is no pause like 15m or 2h').nullable().default(null),
    /** Who looks, in the sightings: where several observers watch, each has a name. */
    observer: z
      .string()
      .regex(/^\S{1,64}$/, 'is no name without blanks')
      .nullable()
      .default(null),
    proxy: proxy.nullable().default(null),
    /** An address at which platforms can ask about the requests; it is sent with each. */
    contact: z.string().min(1).nullable().default(null),
  })
  .prefault({});

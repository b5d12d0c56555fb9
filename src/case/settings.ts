import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import { replaceFile } from '../evidence/files.ts';
import { reasonOf, UserError } from '../model/errors.ts';
import { isZone, parseTime } from '../model/time.ts';
import { FORMAT } from '../store/schema.ts';
import { alertsSchema } from './settings-alerts.ts';
import { platformsSchema, watchSchema } from './settings-watch.ts';

/** `case.yaml`: what the investigation is, for people to read and to edit. */

const time = z.string().refine((text) => parseTime(text)?.zoned === true, 'is no time with a zone, like 2019-11-29T18:00:00Z');

const eventSchema = z.object({
  at: time,
  until: time.nullish(),
  name: z.string(),
  intervention: z.boolean().default(false),
  source: z.string().nullish(),
});

const assertionSchema = z.object({
  at: time,
  asOf: time.nullish(),
  by: z.string(),
  text: z.string(),
  source: z.string().nullish(),
});

const settingsSchema = z.object({
  format: z.number().int().nonnegative(),
  id: z.string().regex(/^[0-9a-f-]{36}$/),
  name: z.string().min(1),
  purpose: z.string().default('not stated'),
  basis: z.string().default('not stated'),
  responsible: z.string().default('not stated'),
  retention: z.string().default('not stated'),
  /** In which zone people's output shows times beside UTC. */
  zone: z.string().refine(isZone, 'is no time zone, like Europe/Brussels').default('UTC'),
  /** Proves that a pseudonym key is this case's, without telling it. */
  keyCheck: z.string().regex(/^[0-9a-f]{16}$/),
  events: z.array(eventSchema).default([]),
  assertions: z.array(assertionSchema).default([]),
  /** To whom alerts go. */
  alerts: alertsSchema,
  /** Per platform: origin, token variable, and what its source wants to know. */
  platforms: platformsSchema,
  watch: watchSchema,
});

export type CaseSettings = z.infer<typeof settingsSchema>;

export function settingsPath(caseFolder: string): string {
  return join(caseFolder, 'case.yaml');
}

/** Reads `case.yaml`. `UserError` where there is no case, the file is damaged, or a newer Trackway made it. */
export function readSettings(caseFolder: string): CaseSettings {
  const path = settingsPath(caseFolder);
  if (!existsSync(path)) {
    throw new UserError(`${caseFolder} is no case: it has no case.yaml. Make one with \`trackway init DIR\`, or name one with --case DIR`);
  }
  const content = yamlIn(path);
  const format = (content as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > FORMAT) {
    throw new UserError(
      `${path} has format ${format}; this Trackway knows formats up to ${FORMAT}. Open the case with a newer version; nothing was changed`,
    );
  }
  const parsed = settingsSchema.safeParse(content);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'it'}: ${issue.message}`);
    throw new UserError(`${path} does not read as the settings of a case: ${faults.join('; ')}. Mend it by hand`);
  }
  return parsed.data;
}

function yamlIn(path: string): unknown {
  try {
    const document = parseDocument(readFileSync(path, 'utf8'));
    const fault = document.errors[0];
    if (fault !== undefined) throw fault;
    return document.toJS();
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${reasonOf(error).split('\n')[0]?.replace(/:$/, '')}. Mend it by hand`, { cause: error });
  }
}

const HEADER = `# A Trackway case. Edit by hand: name, purpose, basis, responsible, retention, zone, events, assertions, alerts, platforms, watch.
# Leave alone: format, id, keyCheck.
#
# events:      dated happenings; intervention: true for one that was meant to change things
#   - { at: 2019-11-29T18:00:00Z, name: "…", intervention: true, source: "where this is said" }
# assertions:  what third parties say about the case, each with its source and as-of date
#   - { at: 2019-12-04T09:00:00Z, asOf: 2019-12-04T00:00:00Z, by: "…", text: "…", source: "…" }
# alerts:      who is told of what a watch finds; see docs/guide/alerts.md
#   - { kind: feed }
# platforms:   how each is watched; a token stands in an environment variable, whose name is given here
#   x: { tokenEnv: X_TOKEN }
# watch:       { every: 30m, observer: a1, proxy: "socks5h://127.0.0.1:9050", contact: "mail@example.org" }
`;

/** What has a default may be left out, and is then not written. */
export function writeSettings(caseFolder: string, settings: z.input<typeof settingsSchema>): void {
  try {
    replaceFile(settingsPath(caseFolder), HEADER + stringify(settings));
  } catch (error) {
    throw new UserError(`could not write ${settingsPath(caseFolder)}: ${reasonOf(error)}`, { cause: error });
  }
}

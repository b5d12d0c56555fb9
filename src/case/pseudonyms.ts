import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { replaceFile } from '../evidence/files.ts';
import { reasonOf, UserError, WorldError } from '../model/errors.ts';

/**
 * Authors become pseudonyms when parsed: HMAC-SHA-256 under a key that lies outside the case. Who has the case without the
 * key cannot tell who wrote; a bare hash of a small number could be guessed by trying all numbers.
 */

/** Where the key of a case lies: TRACKWAY_KEY_FILE, else the user's configuration folder. */
export function keyPath(caseId: string): string {
  const named = process.env['TRACKWAY_KEY_FILE'];
  if (named !== undefined && named !== '') return named;
  const config = process.env['XDG_CONFIG_HOME'];
  // Empty is the same as not set: else the key would land in the working directory.
  return join(config === undefined || config === '' ? join(homedir(), '.config') : config, 'trackway', 'keys', `${caseId}.key`);
}

/** Makes the key of a new case, or takes the one in a named file that exists. A case must not hold its own key. */
export function createKey(caseId: string, caseFolder: string): Buffer {
  const path = keyPath(caseId);
  if (!/^\.\.([/\\]|$)/.test(relative(resolve(caseFolder), resolve(path))))
    throw new UserError(`the pseudonym key would lie inside the case, at ${path}; name a place outside with TRACKWAY_KEY_FILE`);
  if (existsSync(path)) return loadKeyAt(path);
  const key = randomBytes(32);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    replaceFile(path, `${key.toString('hex')}\n`);
  } catch (error) {
    throw new WorldError(`could not write the pseudonym key to ${path}: ${reasonOf(error)}. Name another place with TRACKWAY_KEY_FILE`, {
      cause: error,
    });
  }
  return key;
}

/** The key of an existing case; `check` is the case's `keyCheck`. */
export function loadKey(caseId: string, check: string): Buffer {
  const path = keyPath(caseId);
  if (!existsSync(path)) {
    throw new WorldError(
      `the pseudonym key of this case is not at ${path}. Bring it from where the case was made, or name it with TRACKWAY_KEY_FILE`,
    );
  }
  const key = loadKeyAt(path);
  if (keyCheck(key) !== check) throw new UserError(`the key at ${path} is not the key of this case`);
  return key;
}

function loadKeyAt(path: string): Buffer {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new WorldError(`cannot read the pseudonym key ${path}: ${reasonOf(error)}`, { cause: error });
  }
  if (!/^[0-9a-f]{64}$/.test(text)) throw new UserError(`${path} holds no pseudonym key: 64 hexadecimal digits are expected`);
  return Buffer.from(text, 'hex');
}

/** Sixteen hexadecimal digits that tell one key from another and give nothing of it away. */
export function keyCheck(key: Buffer): string {
  return createHmac('sha256', key).update('trackway key check').digest('hex').slice(0, 16);
}

const REMEMBERED = 100_000;

/** `(platform, id) → pseudonym`: 16 hexadecimal digits. Remembers the last authors: most posts come from few. */
export function pseudonymizer(key: Buffer): (platform: string, author: string) => string {
  const known = new Map<string, string>();
  return (platform, author) => {
    const name = `${platform}\n${author}`;
    let pseudonym = known.get(name);
    if (pseudonym === undefined) {
      pseudonym = createHmac('sha256', key).update(name).digest('hex').slice(0, 16);
      if (known.size >= REMEMBERED) known.clear();
      known.set(name, pseudonym);
    }
    return pseudonym;
  };
}

/**
 * The two families of failure that reach a person. Anything else that throws is a defect of ours.
 * An answer "no" (a dead channel, a failed verification) is data, never an error.
 */

/** The user asked for something that cannot be done as asked. Exit code 2. */
export class UserError extends Error {
  override name = 'UserError';
}

/** The outside world failed: disk, permission, damaged file, missing key. Exit code 3. */
export class WorldError extends Error {
  override name = 'WorldError';
}

/** The message of anything thrown, for wrapping: `new WorldError(\`could not …: ${reasonOf(error)}\`, { cause: error })`. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The folder of real material that some tests run on, where it is present beside the checkout (`../shared/data`, or
 * TRACKWAY_SHARED_DATA). It is no part of the project: tests that need it are skipped plainly without it.
 */
export function sharedData(): string | null {
  const folder = process.env['TRACKWAY_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../shared/data');
  return existsSync(folder) ? folder : null;
}

/** Which platforms are there? Those that have a folder beside this file: a new platform is one folder and no edit elsewhere. */

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reasonOf, WorldError } from '../model/errors.ts';
import type { Platform } from '../model/platform.ts';

let loading: Promise<Platform[]> | null = null;

function isPlatform(value: unknown): value is Platform {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' && 'readers' in value;
}

async function loadOne(folder: string): Promise<Platform | null> {
  // `.js` once built, `.ts` where the sources run.
  const file = ['index.js', 'index.ts'].map((name) => join(import.meta.dirname, folder, name)).find((path) => existsSync(path));
  if (file === undefined) return null;
  let module: { platform?: unknown };
  try {
    module = await import(pathToFileURL(file).href);
  } catch (error) {
    throw new WorldError(`The platform "${folder}" could not be loaded: ${reasonOf(error)}.`, { cause: error });
  }
  if (!isPlatform(module.platform)) throw new WorldError(`The platform folder "${folder}" exports no \`platform\` from its index file.`);
  return module.platform;
}

async function loadAll(): Promise<Platform[]> {
  const entries = await readdir(import.meta.dirname, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const platforms = (await Promise.all(folders.map(loadOne))).filter((platform) => platform !== null);
  // Without them no link would be recognised, and every answer would look sound.
  if (platforms.length === 0) throw new WorldError(`No platform was found in ${import.meta.dirname}; build again with \`npm run build\`.`);
  return platforms.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/**
 * All platforms, sorted by name; read once per process.
 *
 * @throws WorldError where a platform's folder cannot be loaded.
 */
export function loadPlatforms(): Promise<Platform[]> {
  loading ??= loadAll();
  return loading;
}

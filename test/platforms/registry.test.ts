import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPlatformName } from '../../src/model/ref.ts';
import { loadPlatforms } from '../../src/platforms/registry.ts';

const folder = resolve(import.meta.dirname, '../../src/platforms');

describe('loadPlatforms', () => {
  it('finds every folder that has an index, sorted by name', async () => {
    const platforms = await loadPlatforms();
    const names = platforms.map((platform) => platform.name);
    const folders = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && readdirSync(resolve(folder, entry.name)).includes('index.ts'))
      .map((entry) => entry.name);
    expect(names).toEqual([...folders].sort());
    expect(names).toEqual(expect.arrayContaining(['discord', 'matrix', 'mastodon', 'paste', 'file']));
  });

  it('names each platform after its folder and lets its grammar speak only for itself', async () => {
    for (const platform of await loadPlatforms()) {
      expect(isPlatformName(platform.name)).toBe(true);
      expect(platform.title).not.toBe('');
      if (platform.links !== null) expect(platform.links.platform).toBe(platform.name);
    }
  });

  it('reads the folders once', () => {
    expect(loadPlatforms()).toBe(loadPlatforms());
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerClubs } from '../case/watched.ts';
import { type Desk, desk, newCase } from '../desk.ts';

/** What is watched beside channels, and how: searches on the roster, settings in case.yaml. */

let place: Desk;
beforeAll(async () => {
  place = desk();
  await registerClubs();
});
afterAll(() => place.remove());

describe('watched searches', () => {
  it('are added, listed and removed, and come back with a rebuild', async () => {
    const dir = await newCase(place);
    const search = { search: 'long game', platform: 'clubs' };
    await place.ask('roster', dir, { action: 'add', ...search, note: 'who moves where' });
    await place.ask('rebuild', dir);
    expect(await place.ask('roster', dir)).toMatchObject({
      channels: [],
      searches: [{ platform: 'clubs', query: 'long game', note: 'who moves where', searchedAt: null, failed: null }],
    });
    expect(await place.ask('roster', dir, { action: 'remove', ...search })).toMatchObject({ searches: [] });
    await expect(place.ask('roster', dir, { action: 'remove', ...search })).rejects.toThrow(
      /no search for "long game" on clubs is watched/,
    );
  });

  it('need words and a platform that can be searched', async () => {
    const dir = await newCase(place);
    const refusals: [object, RegExp][] = [
      [{ search: 'long game' }, /needs both/],
      [{ platform: 'clubs' }, /needs both/],
      [{ search: ' ', platform: 'clubs' }, /needs both/],
      [{ search: 'long game', platform: 'paste' }, /paste offers no search/],
      [{ search: 'long game', platform: 'clubs', items: ['clubs:rook'] }, /without channels/],
    ];
    for (const [given, reason] of refusals) await expect(place.ask('roster', dir, { action: 'add', ...given })).rejects.toThrow(reason);
    expect(await place.ask('roster', dir)).toEqual({ channels: [], searches: [] });
  });
});

describe('settings of a watch', () => {
  async function withSettings(yaml: string): Promise<unknown> {
    const dir = await newCase(place);
    const path = place.path(`${dir}/case.yaml`);
    writeFileSync(path, `${readFileSync(path, 'utf8')}${yaml}\n`);
    return place.ask('roster', dir);
  }

  it('may say how each platform is watched', async () => {
    const good = [
      'platforms: { x: { tokenEnv: X_TOKEN, base: "https://mirror.example:8443", pages: 3, note: null } }',
      'watch: { every: 30m, observer: a1, proxy: "socks5h://127.0.0.1:9050", contact: "https://desk.example/contact" }',
      'watch: {}',
    ];
    for (const yaml of good) expect(await withSettings(yaml)).toMatchObject({ channels: [] });
  });

  it('never hold a secret', async () => {
    const bad: [string, RegExp][] = [
      ['platforms: { x: { token: "abc" } }', /platforms\.x\.token: looks like a secret.*tokenEnv/],
      ['platforms: { x: { bearerToken: "abc" } }', /looks like a secret/],
      ['platforms: { x: { key1: "AAAAAAAAAAAAAAAAAAAAA1bcd%2Fxyz90" } }', /looks like a secret/],
      ['platforms: { x: { tokenEnv: "AAAA%2F81-secret" } }', /only the name of the variable/],
      ['platforms: { x: { base: "https://user:word@mirror.example" } }', /no origin/],
      ['platforms: { x: { base: "https://mirror.example/path" } }', /no origin/],
      ['watch: { proxy: "socks5h://ada:word@127.0.0.1:9050" }', /holds a password/],
      ['watch: { evry: 30m }', /evry/],
      ['watch: { every: soon }', /no pause like 15m/],
    ];
    for (const [yaml, reason] of bad) await expect(withSettings(yaml)).rejects.toThrow(reason);
  });
});

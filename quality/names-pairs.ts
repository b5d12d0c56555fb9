/** Real moves whose names are known before and after, from the files of others that lie beside the checkout. */

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Dossier } from '../src/findings/dossier.ts';
import type { FaceRow } from '../src/model/rows.ts';

export interface Named {
  /** What it is, whatever it is called. */
  key: string;
  platform: string;
  handle: string | null;
  title: string | null;
}

/** Each of `from` is looked for among `among`; right are those with its key. */
export interface Moves {
  name: string;
  from: Named[];
  among: Named[];
}

/** The folder of real material, or null. */
export function migrations(): string | null {
  const data = process.env['TRACKWAY_SHARED_DATA'] ?? resolve(process.cwd(), '../shared/data');
  const folder = join(data, 'migrations');
  return existsSync(folder) ? folder : null;
}

function rows(file: string): Record<string, string>[] {
  return parse(readFileSync(file), { columns: true, skip_empty_lines: true });
}

/** One entry for each key and name. */
function distinct(list: readonly Named[]): Named[] {
  return [...new Map(list.map((n) => [`${n.key} ${n.platform} ${n.handle} ${n.title}`, n])).values()];
}

export function allMoves(folder: string): Moves[] {
  const wikis = rows(join(folder, 'wikis/pairs.en.csv'));
  const label = (url: string): string => (url.split('/')[0] ?? '').split('.').find((part) => !['www', 'wiki', 'en'].includes(part)) ?? url;
  const wiki = (platform: string, key: string, title: string, url: string): Named => ({ key, platform, title, handle: label(url) });
  const oldWikis = distinct(wikis.map((r) => wiki('old', `${r['new_url']}`, `${r['old_name']}`, `${r['old_url']}`)));
  const newWikis = distinct(wikis.map((r) => wiki('new', `${r['new_url']}`, `${r['new_name']}`, `${r['new_url']}`)));
  const people = rows(join(folder, 'handles/handles.csv'));
  const held = (platform: string): Named[] =>
    people.flatMap((r) =>
      (r[platform] ?? '') === '' ? [] : [{ key: `${r['bioguide']}`, platform, title: null, handle: `${r[platform]}` }],
    );
  const changes = rows(join(folder, 'handles/twitter_handle_changes.csv'));
  const changed = (which: 'old' | 'new'): Named[] =>
    distinct(changes.map((r) => ({ key: `${r['bioguide']}`, platform: which, title: null, handle: `${r[`${which}_handle`]}` })));
  const bare = (list: readonly Named[], field: 'title' | 'handle'): Named[] => list.map((n) => ({ ...n, [field]: null }));
  const irc = rows(join(folder, 'irc/moves.csv')).map((r) => `${r['community']}`);
  return [
    { name: 'wikis, title and address', from: oldWikis, among: newWikis },
    { name: 'wikis, title only', from: distinct(bare(oldWikis, 'handle')), among: distinct(bare(newWikis, 'handle')) },
    { name: 'wikis, address only', from: distinct(bare(oldWikis, 'title')), among: distinct(bare(newWikis, 'title')) },
    ...['facebook', 'youtube', 'instagram'].map((p) => ({ name: `handles, twitter to ${p}`, from: held('twitter'), among: held(p) })),
    { name: 'handles, before and after a change', from: changed('old'), among: changed('new') },
    {
      name: 'irc, the name stays',
      from: irc.map((title) => ({ key: title, platform: 'old', title, handle: null })),
      among: irc.map((title) => ({ key: title, platform: 'new', title, handle: null })),
    },
  ].map((moves) => {
    const there = new Set(moves.among.map((n) => n.key));
    return { ...moves, from: moves.from.filter((n) => there.has(n.key)) };
  });
}

export function dossiersOf(list: readonly Named[]): Dossier[] {
  return list.map((named, index) => {
    const handle = `${named.platform}:${(named.handle ?? `#${index}`).toLowerCase()}`;
    const face: FaceRow = {
      channel: handle,
      nativeId: null,
      kind: null,
      title: named.title,
      about: null,
      avatarHash: null,
      createdAt: null,
      subscribers: null,
      from: 0,
      to: 0,
    };
    return {
      index,
      identity: `${named.platform}:#${index}`,
      channel: handle,
      platform: named.platform,
      kind: null,
      control: false,
      observed: true,
      handles: named.handle === null ? [] : [{ handle, identity: `${named.platform}:#${index}`, from: 0, to: 0 }],
      faces: named.title === null ? [] : [face],
      createdAt: null,
      firstSeen: null,
      firstPost: null,
      lastPost: null,
      posts: 0,
      lastAlive: null,
      state: 'alive',
      status: 'alive',
      lost: null,
      movedTo: null,
    };
  });
}

import type { ChannelRef } from '../model/ref.ts';
import { random as seeded } from './random.ts';
import { CONTROLS, HOMES, LAMP_CIRCLE, NEVER_USED, NIGHT_BUS, NUR, READERS, ROOMS, SEED_SWAP } from './week-cast.ts';
import { desktopHtml } from './week-desktop-html.ts';
import { desktopJson } from './week-desktop-json.ts';
import { type DemoNote, handNotes } from './week-notes.ts';
import { observationsFile } from './week-observations.ts';
import { weekPosts } from './week-posts.ts';
import { tamtamChats, tamtamMessages } from './week-tamtam.ts';
import { type DemoTruth, weekTruth } from './week-truth.ts';
import { xSearch } from './week-x.ts';

/**
 * What would lie on a researcher's desk after such a week, if we knew what really happened? The world of the reading
 * rooms: harmless rooms of readers, gardeners, chess players and star-gazers lose their places on a Friday evening, one
 * stray post names a new home, a statement appears there two minutes before it does here, and the new home begins to
 * close. Everything is invented; the files have the shapes of the real tools.
 */

export interface DemoFile {
  path: string;
  text: string;
}

/** One `trackway import`, with what the file itself does not say. */
export interface DemoImport {
  path: string;
  channel: ChannelRef | null;
  zone: string | null;
}

export interface DemoWorld {
  files: readonly DemoFile[];
  /** In the order in which they came in. */
  imports: readonly DemoImport[];
  /** The content of `roster.csv`, which is among the files too. */
  roster: string;
  notes: readonly DemoNote[];
  /** References found that a person accepts. The disputed home is not among them. */
  accept: readonly ChannelRef[];
  truth: DemoTruth;
}

/** The same seed gives the same bytes. Texts, habits and times of posts vary with it; the story does not. */
export function readingRooms(seed: number): DemoWorld {
  const random = seeded(`reading rooms ${seed}`);
  const posts = weekPosts(random.fork('posts'));
  const observations = observationsFile(posts, random.fork('observations'));
  const sada = desktopJson(posts.byRoom.get(READERS.handle) ?? []);
  const nur = desktopHtml(posts.byRoom.get(NUR.handle) ?? []);
  const x = xSearch(random.fork('x'));
  const roster = rosterCsv();
  const files: DemoFile[] = [
    { path: 'roster.csv', text: roster },
    { path: OBSERVATIONS, text: observations.text },
    { path: `${SADA}/result.json`, text: sada.text },
    ...nur.map((page) => ({ path: `${NUR_FOLDER}/${page.name}`, text: page.text })),
    { path: 'tamtam-chats.json', text: tamtamChats(posts) },
    { path: 'tamtam-messages.json', text: tamtamMessages(posts) },
    { path: X_SEARCH, text: x.text },
  ];
  const bad = { [OBSERVATIONS]: observations.bad, [`${SADA}/result.json`]: sada.bad, [X_SEARCH]: x.bad };
  return {
    files,
    imports: IMPORTS,
    roster,
    notes: handNotes(),
    accept: HOMES.filter((home) => home.of !== null).map((home) => `tamtam:${home.handle}`),
    truth: weekTruth(posts, x, observations.outage, bad),
  };
}

const OBSERVATIONS = 'observations.ndjson';
const SADA = 'ChatExport_sada';
const NUR_FOLDER = 'ChatExport_nur';
const X_SEARCH = 'x-search.jsonl';

const plain = (path: string): DemoImport => ({ path, channel: null, zone: null });

const IMPORTS: readonly DemoImport[] = [
  plain(OBSERVATIONS),
  { path: SADA, channel: `telegram:${READERS.handle}`, zone: null },
  { path: NUR_FOLDER, channel: `telegram:${NUR.handle}`, zone: 'Europe/Brussels' },
  plain('tamtam-chats.json'),
  plain('tamtam-messages.json'),
  plain(X_SEARCH),
];

function rosterCsv(): string {
  const inApp = new Set([LAMP_CIRCLE, SEED_SWAP, NIGHT_BUS]);
  const rows = [
    ...ROOMS.map((room) => [
      `telegram:${room.handle}`,
      inApp.has(room) ? 'seen only in the app' : room.title,
      'false',
      room.topics.join(';'),
    ]),
    ...CONTROLS.map((room) => [`telegram:${room.handle}`, 'neutral, posts every day', 'true', 'control']),
    ...NEVER_USED.map((name) => [`telegram:${name}`, 'a random name', 'true', 'control;never-used']),
  ];
  return `${['channel,note,control,tags', ...rows.map((row) => row.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(','))].join('\n')}\n`;
}

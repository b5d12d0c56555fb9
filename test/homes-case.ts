import { type Desk, ndjson, newCase } from './desk.ts';

/** A small case in which reading rooms lose their channels and most find a new one; all of it invented. */

const DAY = 86_400_000;
export const LOST_AT = Date.UTC(2019, 10, 29, 20);
const ROOMS = ['sada', 'nur', 'qamar', 'bahr', 'warda', 'safina'];
const TOPICS = ['novels', 'poems', 'maps', 'ships', 'gardens', 'stars'];

export function iso(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

function profile(platform: string, channel: string, at: number, title: string, nativeId: string): object {
  return {
    type: 'profile',
    platform,
    channel,
    observedAt: iso(at),
    nativeId,
    kind: 'channel',
    title,
    about: `All about ${title}`,
    subscribers: 400,
  };
}

function posts(platform: string, channel: string, from: number, to: number, topic: string, nativeId: string): object[] {
  const list: object[] = [];
  for (let at = from, id = 1; at < to; at += DAY / 3, id += 1)
    list.push({
      type: 'post',
      platform,
      channel,
      nativeId,
      id: String(id),
      publishedAt: iso(at),
      text: `${topic} of the week, number ${id}: the ${topic} we read on shelf ${(id * 7) % 31} are lent until page ${(id * 13) % 97}`,
    });
  return list;
}

/** The room of this number on the first platform, and on the second. */
export function room(i: number): { old: string; home: string } {
  return { old: `telegram:${ROOMS[i]}_100`, home: `tamtam:${ROOMS[i]}_new` };
}

/** Six rooms on Telegram are lost on a Friday evening; five open on TamTam, and each says so before; a seventh stays. */
export function homesRecords(): object[] {
  const rooms = ROOMS.flatMap((name, i): object[] => {
    const topic = TOPICS[i] ?? '';
    const opened = LOST_AT - DAY + i * 60_000;
    const old = [
      profile('telegram', `${name}_100`, LOST_AT - 20 * DAY, `${name} reading room`, `100${i}`),
      ...posts('telegram', `${name}_100`, LOST_AT - 40 * DAY + i * 3_600_000, LOST_AT - 7_200_000, topic, `100${i}`),
      ...['ada', 'ben'].map((observer, k) => ({
        type: 'sighting',
        platform: 'telegram',
        channel: `${name}_100`,
        at: iso(LOST_AT + 3_600_000 * (k + 1)),
        status: 'absent',
        observer,
        tool: 'app',
      })),
    ];
    const moving = {
      type: 'post',
      platform: 'telegram',
      channel: `${name}_100`,
      nativeId: `100${i}`,
      id: '900',
      publishedAt: iso(LOST_AT - 3_600_000 + i * 240_000),
      text: `The ${topic} move: follow us to our new home https://tt.me/${name}_new before this room closes`,
    };
    const fresh = [
      profile('tamtam', `${name}_new`, LOST_AT + DAY, `${name} reading room`, `200${i}`),
      ...posts('tamtam', `${name}_new`, opened, LOST_AT + 5 * DAY, topic, `200${i}`),
    ];
    return i === 5 ? old : [...old, moving, ...fresh];
  });
  return [...rooms, ...posts('telegram', 'harbour', LOST_AT - 40 * DAY, LOST_AT + 5 * DAY, 'weather', '999')];
}

export async function homesCase(place: Desk): Promise<string> {
  const dir = await newCase(place);
  const file = place.file(`${dir}.ndjson`, ndjson(homesRecords()));
  await place.ask('import', dir, { paths: [file] });
  return dir;
}

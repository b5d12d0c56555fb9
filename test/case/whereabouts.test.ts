import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, desk, newCase } from '../desk.ts';

let place: Desk;
beforeAll(() => {
  place = desk();
});
afterAll(() => place.remove());

const clock = (day: number, hour: number, minute = 0) => new Date(Date.UTC(2019, 10, day, hour, minute)).toISOString();

function post(channel: string, id: number, day: number, text: string): string {
  const [platform, handle] = channel.split(':');
  return JSON.stringify({
    type: 'post',
    platform,
    channel: handle,
    id: String(id),
    publishedAt: clock(day, 9),
    observedAt: clock(day, 10),
    text,
  });
}

/** Two people see it, half an hour and more apart: enough for the rule. */
function seen(channel: string, day: number, status: string): string[] {
  const [platform, handle] = channel.split(':');
  return [0, 45].map((minute) =>
    JSON.stringify({
      type: 'sighting',
      platform,
      channel: handle,
      at: clock(day, 12, minute),
      status,
      observer: `a${minute}`,
      tool: 'app',
    }),
  );
}

it('what a case holds becomes the timeline and the places, down to the evidence', async () => {
  await newCase(place, 'rooms');
  const lines = [
    ...['reading_room', 'garden_gate', 'chess_club'].flatMap((name, i) =>
      [1, 2, 3, 4, 5, 6, 7, 8].map((day) => post(`telegram:${name}`, day, day, `${name} meets on day ${day} under tree ${i}`)),
    ),
    post('telegram:reading_room', 9, 9, 'We have moved, join us at https://tt.me/reading_room_new'),
    ...[10, 11, 12, 13].map((day) => post('tamtam:reading_room_new', day, day, `The reading room meets again on day ${day}`)),
    ...['telegram:reading_room', 'telegram:garden_gate'].flatMap((channel) => [
      ...seen(channel, 9, 'alive'),
      ...seen(channel, 10, 'absent'),
    ]),
    ...['telegram:chess_club', 'tamtam:reading_room_new'].flatMap((channel) => seen(channel, 14, 'alive')),
  ];
  await place.ask('import', 'rooms', { paths: [place.file('rooms.ndjson', lines.join('\n'))] });
  await place.ask('roster', 'rooms', {
    action: 'add',
    items: ['telegram:reading_room', 'telegram:garden_gate', 'telegram:chess_club'],
    note: '',
    control: false,
    tags: '',
  });
  await place.ask('decide', 'rooms', {
    predecessor: 'telegram:reading_room',
    successor: 'tamtam:reading_room_new',
    verdict: 'confirm',
  });
  const { files } = await place.ask<{ files: { path: string }[] }>('brief', 'rooms', {
    lang: 'en',
    format: 'md,html',
    audience: 'partner',
  });
  const text = (end: string) =>
    readFileSync(files.find((file) => file.path.endsWith(end))?.path ?? '', 'utf8').replaceAll(/[\u2066-\u2069]/g, '');
  const md = text('.md');
  // Two disappearances in the night from the 9th to the 10th, one signpost before them.
  expect(md).toMatch(/\| 2019-11-09 \d\d:00Z \| 0 \| 2 \|/);
  expect(md).toMatch(/\| 2019-11-09 \d\d:00Z \|.*\| 1 \|\n/);
  const row = (name: string) =>
    md
      .split('\n')
      .find((line) => line.startsWith(`| ${name} |`))
      ?.split('|')
      .slice(2, -1)
      .map((cell) => cell.trim());
  expect(row('Telegram: as before')?.[0]).toBe('3');
  expect(row('Telegram: as before')?.at(-1)).toBe('1');
  expect(row('TamTam: likely new home')?.at(-1)).toBe('1');
  expect(row('gone; no successor found')?.at(-1)).toBe('1');
  expect(new Set(row('all'))).toEqual(new Set(['3']));
  // The notes lead to sightings that are there.
  expect(md).not.toContain('its place in the evidence could not be found');
  for (const id of ['figure-timeline', 'figure-whereabouts']) expect(text('.html')).toContain(`aria-labelledby="${id}-title`);
});

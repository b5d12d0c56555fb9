import { describe, expect, it } from 'vitest';
import { type DossierInput, dossiers } from '../../src/findings/dossier.ts';
import type { FaceRow } from '../../src/model/rows.ts';
import { binding, DAY, HOUR, START, sighting, watched } from './rows.ts';
import { AT, gone, LOSS, pointer, posting } from './successor-rows.ts';

function of(more: Partial<DossierInput>) {
  return dossiers({ at: AT, roster: [], sightings: [], activity: [], bindings: [], faces: [], pointers: [], probeIntervals: {}, ...more });
}

function face(channel: string, from: number, more: Partial<FaceRow> = {}): FaceRow {
  const nothing = { nativeId: null, kind: null, title: null, about: null, avatarHash: null, createdAt: null, subscribers: null };
  return { channel, ...nothing, from, to: from, ...more };
}

describe('dossiers', () => {
  it('holds every channel that was observed, on a roster or pointed to, each once and in order', () => {
    const { list } = of({
      roster: [watched('telegram:rostered')],
      activity: [posting('telegram:posting', START, LOSS)],
      faces: [face('telegram:shown', START, { title: 'Shown', createdAt: START - DAY })],
      pointers: [pointer('telegram:posting', 'tamtam:pointed', LOSS)],
    });
    expect(list.map((one) => [one.index, one.channel, one.observed])).toEqual([
      [0, 'tamtam:pointed', false],
      [1, 'telegram:posting', true],
      [2, 'telegram:rostered', false],
      [3, 'telegram:shown', true],
    ]);
    expect(list[3]).toMatchObject({ createdAt: START - DAY, firstSeen: START, firstPost: null });
  });

  it('takes a name that nobody ever saw alive for no channel', () => {
    expect(of({ sightings: gone('telegram:zz81') }).list).toEqual([]);
  });

  it('is one through a rename, and does not take the empty old handle for a loss', () => {
    const { list } = of({
      activity: [posting('telegram:before', START, START + 9 * DAY, '7'), posting('telegram:after', START + 10 * DAY, LOSS, '7')],
      bindings: [binding('telegram:before', '7', START, START + 9 * DAY), binding('telegram:after', '7', START + 10 * DAY, LOSS)],
      sightings: gone('telegram:before', LOSS + DAY),
    });
    expect(list).toHaveLength(1);
    expect(list[0]).toMatchObject({ identity: 'telegram:#7', channel: 'telegram:after', lost: null });
    expect(list[0]?.handles.map((hold) => hold.handle)).toEqual(['telegram:before', 'telegram:after']);
  });

  it('keeps the old holder of a handle apart from the new one', () => {
    const known = of({
      activity: [posting('telegram:name', START, LOSS, '1'), posting('telegram:name', LOSS + 5 * DAY, AT, '2')],
      bindings: [binding('telegram:name', '1', START, LOSS), binding('telegram:name', '2', LOSS + 5 * DAY, AT)],
    });
    expect(known.list.map((one) => [one.identity, one.channel, one.state])).toEqual([
      ['telegram:#1', 'telegram:#1', 'gone'],
      ['telegram:#2', 'telegram:name', 'alive'],
    ]);
    expect(known.of('telegram:name', null, START + DAY)).toBe(0);
    expect(known.of('telegram:name', null, AT)).toBe(1);
    expect(known.of('telegram:name', '1', AT)).toBe(0);
    expect(known.of('telegram:nobody', null, AT)).toBe(null);
  });

  it('says when a channel was lost, also where the answers do not suffice yet', () => {
    const activity = [posting('telegram:a', START, LOSS), posting('telegram:b', START, LOSS), posting('telegram:c', START, LOSS)];
    const last = LOSS - DAY + 9 * HOUR;
    const { list } = of({
      activity,
      sightings: [
        ...gone('telegram:a'),
        sighting('telegram:b', LOSS, 'absent', { tool: 'app', observer: 'w' }),
        sighting('telegram:c', LOSS, 'unknown', { tool: 'app', observer: 'w' }),
      ],
    });
    expect(list.map((one) => [one.state, one.lost])).toEqual([
      ['gone', { after: last, by: LOSS }],
      ['unknown', { after: last, by: LOSS }],
      ['unknown', null],
    ]);
  });

  it('forgets a loss once a later look shows it alive', () => {
    const back = sighting('telegram:a', LOSS + DAY, 'alive', { tool: 'app', observer: 'w' });
    const { list } = of({ activity: [posting('telegram:a', START, LOSS)], sightings: [...gone('telegram:a'), back] });
    expect(list[0]?.lost).toBe(null);
  });

  it('keeps where the platform says it went', () => {
    const { list } = of({
      activity: [posting('mastodon:a@one.example', START, LOSS)],
      sightings: [sighting('mastodon:a@one.example', LOSS, 'moved', { movedTo: 'mastodon:a@two.example', tool: 'api' })],
    });
    expect(list.map((one) => one.channel)).toEqual(['mastodon:a@one.example', 'mastodon:a@two.example']);
    expect(list[0]?.movedTo).toBe('mastodon:a@two.example');
  });
});

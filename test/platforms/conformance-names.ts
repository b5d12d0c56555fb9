import { expect, test } from 'vitest';
import { parseChannelRef } from '../../src/model/ref.ts';
import type { SourceSettings, WatchSource } from '../../src/model/watch.ts';

/** Names that a source gives of itself: its hosts, its controls, names that nobody ever used. */
export function controlsConform(source: WatchSource, settings: SourceSettings): void {
  test('hosts are origins over https, or the one that the settings name', () => {
    for (const origin of source.hosts(settings)) {
      expect(new URL(origin).origin).toBe(origin);
      if (settings.base === null) expect(origin).toMatch(/^https:/);
    }
    const base = 'https://replica.example:8443';
    expect(source.hosts({ ...settings, base })).toContain(base);
  });
  test('pauses are a span, and a look is at least one request', () => {
    const [least, most] = source.pauseMs;
    expect(least).toBeGreaterThanOrEqual(0);
    expect(most).toBeGreaterThanOrEqual(least);
    expect(source.requestsPerLook).toBeGreaterThanOrEqual(1);
  });
  test('never-used names differ, can be looked at, and depend on chance alone', () => {
    let state = 7;
    const chance = (): number => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return state / 0x80000000;
    };
    const names = Array.from({ length: 200 }, () => source.neverUsed(chance, settings));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(parseChannelRef(name)?.ref).toBe(name);
      expect(source.blindTo(name)).toBeNull();
    }
    for (const edge of [0, 0.5, 1 - 2 ** -53]) expect(source.neverUsed(() => edge, settings)).toBe(source.neverUsed(() => edge, settings));
  });
  test('suggested controls are references that can be looked at', () => {
    for (const control of source.suggestedControls) {
      expect(parseChannelRef(control)?.ref).toBe(control);
      expect(source.blindTo(control)).toBeNull();
    }
  });
}

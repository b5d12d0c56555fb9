import { afterEach, describe, expect, it, vi } from 'vitest';
import { progressLine } from '../../src/cli/progress.ts';
import { fitted, render, visible, widthOf } from '../../src/cli/terminal.ts';

const NASTY = 'a\u001b]0;owned\u0007\u202eb\nc';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('what is printed on a terminal', () => {
  it('shows what a terminal would obey instead of obeying it', () => {
    expect(visible(NASTY)).toBe('a‹U+001B›]0;owned‹U+0007›‹U+202E›b‹U+000A›c');
    const blocks = [
      { kind: 'text' as const, text: NASTY },
      { kind: 'table' as const, columns: [{ title: 'x' }], rows: [[NASTY]], empty: '' },
      { kind: 'table' as const, columns: [{ title: 'x' }], rows: [], empty: NASTY },
    ];
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(render(blocks, 80)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  it('cuts at whole characters, counted as they are shown', () => {
    expect([widthOf('مكتبة'), widthOf('図書館'), widthOf('e\u0301')]).toEqual([5, 6, 1]);
    expect(fitted('図書館の本', 7)).toBe('図書館…');
  });
});

describe('the line of progress', () => {
  it('is one line on a terminal, whatever a file is called', () => {
    const written: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    vi.useFakeTimers({ toFake: ['Date'], now: 0 });
    const isTTY = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY');
    Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true });
    try {
      const line = progressLine();
      line.show('too early', 1, 2);
      vi.setSystemTime(5_000);
      line.show(`reading ${NASTY}${'x'.repeat(500)}`, 1, 2);
      line.clear();
    } finally {
      if (isTTY === undefined) Reflect.deleteProperty(process.stderr, 'isTTY');
      else Object.defineProperty(process.stderr, 'isTTY', isTTY);
    }
    expect(written).toHaveLength(2);
    expect(written[0]).toContain('reading a‹U+001B›]0;owned');
    expect(written[0]?.lastIndexOf('\u001b')).toBe(1);
    expect(written[0]?.length).toBeLessThan(200);
  });
});

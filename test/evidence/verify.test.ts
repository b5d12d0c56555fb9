import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyIncoming, digestedOf, originalPath, placeOriginal } from '../../src/evidence/files.ts';
import { appendEntry, cutLog, EMPTY_HEAD, type Head, logPath, tornEnd, walkLog, writeHead } from '../../src/evidence/log.ts';
import { verifyEvidence } from '../../src/evidence/verify.ts';

/** Every way of damaging a sound case must be found, and a sound one must pass. */

let root: string;
let sound: string;
let head: Head;
const digests: string[] = [];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'trackway-verify-'));
  sound = join(root, 'sound');
  mkdirSync(join(sound, 'evidence/originals'), { recursive: true });
  writeFileSync(logPath(sound), '');
  head = EMPTY_HEAD;
  for (let i = 0; i < 4; i++) {
    const file = join(root, `file-${i}`);
    writeFileSync(file, i === 3 ? Buffer.alloc(3_000_000, 'evidence ') : `the content of file ${i}`);
    const incoming = copyIncoming(sound, file, () => {});
    const kept = digestedOf(incoming);
    placeOriginal(sound, incoming);
    digests.push(kept.digest);
    head = appendEntry(sound, head, {
      at: `2019-11-29T18:0${i}:00Z`,
      type: 'import',
      actor: 'test',
      body: { files: [kept], name: `file-${i}` },
    }).head;
  }
  writeHead(sound, head);
});
afterAll(() => rmSync(root, { recursive: true }));

let copies = 0;
function damaged(damage: (folder: string) => void): ReturnType<typeof verifyEvidence> {
  const folder = join(root, `copy-${copies++}`);
  cpSync(sound, folder, { recursive: true });
  damage(folder);
  return verifyEvidence(folder, head, () => {});
}

function flip(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes[offset] = (bytes[offset] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

const original = (folder: string, i: number): string => join(folder, originalPath(digests[i] ?? ''));
const linesOf = (folder: string): string[] => readFileSync(logPath(folder), 'utf8').split('\n').slice(0, -1);
const writeLines = (folder: string, lines: string[]): void => writeFileSync(logPath(folder), `${lines.join('\n')}\n`);

describe('verify', () => {
  it('passes a sound case', () => {
    expect(damaged(() => {})).toEqual({ verdict: 'sound', checked: 8, head: head.hash, problems: [] });
  });

  it('finds a flipped bit at every byte of every small file of the evidence', () => {
    const small = readdirSync(join(sound, 'evidence'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(sound.length + 1))
      .filter((path) => readFileSync(join(sound, path)).length < 10_000);
    expect(small.length).toBe(5);
    for (const path of small) {
      const { length } = readFileSync(join(sound, path));
      for (let offset = 0; offset < length; offset += path.endsWith('ndjson') ? 13 : 1) {
        const folder = join(root, 'flip');
        cpSync(sound, folder, { recursive: true });
        flip(join(folder, path), offset);
        const found = verifyEvidence(folder, head, () => {});
        expect(found.verdict, `${path} at ${offset}`).not.toBe('sound');
        rmSync(folder, { recursive: true });
      }
    }
  });

  it('names the block of a large file in which it was changed', () => {
    const found = damaged((folder) => flip(original(folder, 3), 2_500_000));
    expect(found.verdict).toBe('tampered');
    expect(found.problems).toMatchObject([{ kind: 'changed', path: originalPath(digests[3] ?? ''), offset: 2 << 20 }]);
  });

  const tampering: [string, (folder: string) => void, string][] = [
    ['a removed file', (folder) => rmSync(original(folder, 1)), 'missing'],
    ['a shortened file', (folder) => truncateSync(original(folder, 1), 5), 'changed'],
    ['a longer file', (folder) => appendFileSync(original(folder, 1), 'x'), 'changed'],
    ['an added file', (folder) => writeFileSync(join(folder, 'evidence/extra'), 'x'), 'added'],
    [
      'an added file without a dot, nested',
      (folder) => {
        mkdirSync(join(folder, 'evidence/originals/evil/archive'), { recursive: true });
        cpSync(original(folder, 0), join(folder, 'evidence/originals/evil/archive/copy'));
      },
      'added',
    ],
    [
      'a symbolic link in the place of a file',
      (folder) => {
        renameSync(original(folder, 2), join(folder, 'elsewhere'));
        symlinkSync(join(folder, 'elsewhere'), original(folder, 2));
      },
      'unreadable',
    ],
    [
      'two files exchanged',
      (folder) => {
        renameSync(original(folder, 0), join(folder, 'x'));
        renameSync(original(folder, 1), original(folder, 0));
        renameSync(join(folder, 'x'), original(folder, 1));
      },
      'changed',
    ],
    ['a log cut at the edge of an entry', (folder) => writeLines(folder, linesOf(folder).slice(0, -1)), 'cut'],
    ['a log cut in the middle of an entry', (folder) => truncateSync(logPath(folder), head.size - 20), 'cut'],
    [
      'a log and HEAD cut alike',
      (folder) => {
        writeLines(folder, linesOf(folder).slice(0, 3));
        writeHead(folder, walkLog(folder, EMPTY_HEAD).head);
      },
      'cut',
    ],
    [
      'an entry removed from the middle',
      (folder) =>
        writeLines(
          folder,
          linesOf(folder).filter((_, i) => i !== 1),
        ),
      'chain',
    ],
    [
      'entries in another order',
      (folder) => {
        const [a, b, c, d] = linesOf(folder);
        writeLines(folder, [a ?? '', c ?? '', b ?? '', d ?? '']);
      },
      'chain',
    ],
    [
      'an entry twice',
      (folder) => {
        const lines = linesOf(folder);
        writeLines(folder, [lines[0] ?? '', ...lines]);
      },
      'chain',
    ],
    [
      'another log of the same length',
      (folder) => {
        writeFileSync(logPath(folder), '');
        let other = EMPTY_HEAD;
        for (let i = 0; i < 4; i++)
          other = appendEntry(folder, other, { at: '2020-01-01T00:00:00Z', type: 'import', actor: 'other', body: {} }).head;
      },
      'head',
    ],
    [
      'a line that is no entry, with a hash that fits',
      (folder) => {
        const line = '{"seq":5,';
        appendFileSync(logPath(folder), `${line},"hash":"${createHash('sha256').update(line).digest('hex')}"}\n`);
      },
      'chain',
    ],
    [
      'an entry that names files outside the case',
      (folder) => {
        const files = [{ digest: '../../../../etc/passwd', size: 1, blockSize: 1, blocks: [] }, null, 5];
        appendEntry(folder, head, { at: '2020-01-01T00:00:00Z', type: 'import', actor: 'other', body: { files } });
        writeFileSync(join(folder, 'evidence/extra'), 'x');
      },
      'added',
    ],
    ['no log', (folder) => rmSync(logPath(folder)), 'missing'],
    ['no HEAD', (folder) => rmSync(join(folder, 'evidence/HEAD')), 'missing'],
    ['an unreadable HEAD', (folder) => writeFileSync(join(folder, 'evidence/HEAD'), '{}'), 'head'],
  ];
  it.each(tampering)('finds %s', (_, damage, kind) => {
    const found = damaged(damage);
    expect(['tampered', 'unknown']).toContain(found.verdict);
    expect(found.problems.map((problem) => problem.kind)).toContain(kind);
  });

  it('tells a cut write from tampering', () => {
    const found = damaged((folder) => appendFileSync(logPath(folder), '{"seq":5,"at":"2019'));
    expect(found).toMatchObject({ verdict: 'incomplete', problems: [{ kind: 'torn', offset: head.size }] });
    const copied = damaged((folder) => {
      const file = join(folder, 'new');
      writeFileSync(file, 'copied, and killed before it was logged');
      placeOriginal(
        folder,
        copyIncoming(folder, file, () => {}),
      );
    });
    expect(copied).toMatchObject({ verdict: 'incomplete', problems: [{ kind: 'unlogged' }] });
  });

  it('accepts a log that is longer than the heads know', () => {
    const found = damaged(
      (folder) => void appendEntry(folder, head, { at: '2019-11-30T00:00:00Z', type: 'note', actor: 'test', body: {} }),
    );
    expect(found.verdict).toBe('sound');
  });
});

describe('the log', () => {
  it('gives back what a killed append left, and goes on from there', () => {
    const folder = join(root, 'torn');
    cpSync(sound, folder, { recursive: true });
    appendFileSync(logPath(folder), '{"seq":5');
    expect(() => appendEntry(folder, head, { at: '', type: 'x', actor: '', body: {} })).toThrow(/not as long/);
    expect(tornEnd(folder, head).toString()).toBe('{"seq":5');
    cutLog(folder, head);
    const next = appendEntry(folder, head, {
      at: '2019-11-30T00:00:00Z',
      type: 'x',
      actor: 'test',
      body: { text: 'a "hash":" in the text, قناة' },
    });
    expect(walkLog(folder, EMPTY_HEAD)).toMatchObject({ fault: null, tornBytes: 0, head: next.head });
    expect(walkLog(folder, head).entries.map((entry) => entry.seq)).toEqual([5]);
  });

  it('holds the case still while it lists files and walks the log', () => {
    const folder = join(root, `copy-${copies++}`);
    cpSync(sound, folder, { recursive: true });
    let turns = 0;
    const found = verifyEvidence(
      folder,
      head,
      () => {},
      (work) => {
        turns++;
        const seen = work();
        // What another process logs from here on is no business of this look.
        const file = join(folder, 'later');
        writeFileSync(file, 'imported meanwhile');
        const incoming = copyIncoming(folder, file, () => {});
        placeOriginal(folder, incoming);
        appendEntry(folder, head, { at: '2020-01-01T00:00:00Z', type: 'import', actor: 'test', body: { files: [digestedOf(incoming)] } });
        return seen;
      },
    );
    expect([turns, found.verdict]).toEqual([1, 'sound']);
  });

  it('leaves nothing in evidence while HEAD is written, and no name leads out of it', () => {
    const folder = join(root, `copy-${copies++}`);
    cpSync(sound, folder, { recursive: true });
    rmSync(join(folder, 'evidence/HEAD'));
    mkdirSync(join(folder, 'evidence/HEAD'));
    expect(() => writeHead(folder, head)).toThrow(/HEAD/);
    expect(readdirSync(join(folder, 'evidence')).sort()).toEqual(['HEAD', 'log.ndjson', 'originals']);
    for (const name of ['../../etc/passwd', '', 'A'.repeat(64)]) expect(() => originalPath(name)).toThrow(/no SHA-256/);
  });
});

import { closeSync, openSync, writeSync } from 'node:fs';
import { prose } from '../src/simulate/prose.ts';

/** Writes the invented posts that the measurements import. */

export interface WrittenPosts {
  posts: string;
  /** CSV of the planted copies: `row,post,original` with rows counted from 0 and `post` as `REF/ID`. */
  truth: string;
  bytes: number;
  copies: number;
}

const CHUNK = 1 << 22;

/** Writes `count` posts as NDJSON to `path`, and which are copies of which to `path` with `.truth.csv` added. Memory stays bounded. */
export function writePosts(path: string, count: number, seed: number | string): WrittenPosts {
  const truthPath = `${path}.truth.csv`;
  const posts = writer(path);
  const truth = writer(truthPath);
  truth.line('row,post,original');
  let row = 0;
  let copies = 0;
  for (const post of prose(count, seed)) {
    posts.line(JSON.stringify(post.record));
    if (post.trueDuplicateOf !== null) {
      truth.line(`${row},${post.ref},${post.trueDuplicateOf}`);
      copies += 1;
    }
    row += 1;
  }
  truth.end();
  return { posts: path, truth: truthPath, bytes: posts.end(), copies };
}

interface Writer {
  line(text: string): void;
  /** Closes the file. Returns how many bytes it holds. */
  end(): number;
}

function writer(path: string): Writer {
  const file = openSync(path, 'w');
  const buffer = Buffer.allocUnsafe(CHUNK);
  let used = 0;
  let bytes = 0;
  const flush = (): void => {
    for (let at = 0; at < used; ) at += writeSync(file, buffer, at, used - at);
    bytes += used;
    used = 0;
  };
  return {
    line: (text) => {
      if (used + 3 * text.length + 1 > CHUNK) flush();
      used += buffer.write(`${text}\n`, used);
    },
    end: () => {
      flush();
      closeSync(file);
      return bytes;
    },
  };
}

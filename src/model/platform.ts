import type { LinkGrammar } from './link.ts';
import type { FileReader } from './reader.ts';
import type { WatchSource } from './watch.ts';

/** One platform: a folder under `platforms/` whose `index.ts` exports `platform`. Nothing elsewhere lists it. */
export interface Platform {
  /** As it stands in references: `telegram`. */
  name: string;
  /** As people write it: `Telegram`. */
  title: string;
  /** How its links look, as data for the engine in `text/`. Null where it has none worth recognising. */
  links: LinkGrammar | null;
  /** Files that its own tools write. */
  readers: FileReader[];
  /** How it is watched live. Absent where it is not: its links are recognised, and people note what they see. */
  watch?: WatchSource;
}

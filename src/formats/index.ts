import type { FileReader } from '../model/reader.ts';
import { mapped } from './mapped.ts';
import { observations } from './observations.ts';
import { spells } from './spells.ts';
import { warc } from './warc.ts';

/** The readers that belong to no platform. */
export const formatReaders: FileReader[] = [observations, mapped, spells, warc];

import type { Platform } from '../../model/platform.ts';
import { threadsLinks } from './links.ts';

export const platform: Platform = { name: 'threads', title: 'Threads', links: threadsLinks, readers: [] };

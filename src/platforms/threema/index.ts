import type { Platform } from '../../model/platform.ts';
import { threemaLinks } from './links.ts';

export const platform: Platform = { name: 'threema', title: 'Threema', links: threemaLinks, readers: [] };

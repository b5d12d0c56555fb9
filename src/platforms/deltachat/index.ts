import type { Platform } from '../../model/platform.ts';
import { deltachatLinks } from './links.ts';

export const platform: Platform = { name: 'deltachat', title: 'Delta Chat', links: deltachatLinks, readers: [] };

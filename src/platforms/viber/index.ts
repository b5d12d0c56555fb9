import type { Platform } from '../../model/platform.ts';
import { viberLinks } from './links.ts';

export const platform: Platform = { name: 'viber', title: 'Viber', links: viberLinks, readers: [] };

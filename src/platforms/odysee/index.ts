import type { Platform } from '../../model/platform.ts';
import { odyseeLinks } from './links.ts';

export const platform: Platform = { name: 'odysee', title: 'Odysee', links: odyseeLinks, readers: [] };

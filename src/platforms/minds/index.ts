import type { Platform } from '../../model/platform.ts';
import { mindsLinks } from './links.ts';

export const platform: Platform = { name: 'minds', title: 'Minds', links: mindsLinks, readers: [] };

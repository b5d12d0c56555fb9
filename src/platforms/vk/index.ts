import type { Platform } from '../../model/platform.ts';
import { vkLinks } from './links.ts';

export const platform: Platform = { name: 'vk', title: 'VK', links: vkLinks, readers: [] };

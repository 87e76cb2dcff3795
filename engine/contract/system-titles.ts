const systemTitles: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  id: ['标识', 'Id'],
  state: ['状态', 'State'],
  version: ['版本', 'Version'],
  createdAt: ['创建时间', 'Created at'],
  createdBy: ['创建人', 'Created by'],
  updatedAt: ['更新时间', 'Updated at'],
  updatedBy: ['更新人', 'Updated by'],
  ownerUser: ['经办人', 'Owner'],
  ownerUnit: ['经办部门', 'Unit'],
  ownerPath: ['部门路径', 'Unit path'],
};

/** What people call a property that every record has; undefined for the properties of documents. */
export function systemTitle(key: string, language: string): string | undefined {
  return Object.hasOwn(systemTitles, key) ? systemTitles[key]?.[language.startsWith('en') ? 1 : 0] : undefined;
}

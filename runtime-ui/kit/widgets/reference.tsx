import { Button, Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Reference } from '../../../engine/contract/wire.ts';
import { api, queryText } from '../api/client.ts';
import { Icon } from '../icons.tsx';
import { useWords } from '../i18n/words.tsx';
import { readLocal, writeLocal } from '../local-memory.ts';
import { useQuickCreate } from '../quick-create.ts';
import { useDebounced } from '../use-debounced.ts';
import { ariaOf, statusOf, type WidgetProps } from './widget.ts';

interface LookupRow extends Reference {
  readonly hint?: string | null;
}

/** Picks a record: what was used lately first, then a search by the server within the person's rights; a new one can be
 *  made beside the form without leaving it. */
export function ReferenceWidget(props: WidgetProps) {
  const value = asReference(props.value);
  return <RecordSelect {...props} chosen={value === null ? [] : [value]} onChosen={(rows) => props.onChange(rows.at(-1) ?? null)} multiple={false} />;
}

export function ReferencesWidget(props: WidgetProps) {
  const chosen = (Array.isArray(props.value) ? props.value : []).map(asReference).filter((row) => row !== null);
  return <RecordSelect {...props} chosen={chosen} onChosen={props.onChange} multiple />;
}

function RecordSelect(props: WidgetProps & { readonly chosen: readonly Reference[]; readonly multiple: boolean; onChosen(rows: readonly Reference[]): void }) {
  const words = useWords();
  const entity = props.field.to ?? '';
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const search = useDebounced(typed, 200);
  const quickCreate = useQuickCreate();
  const found = useQuery({
    queryKey: ['lookup', entity, search],
    queryFn: ({ signal }) => api.get<{ rows: readonly LookupRow[] }>(`/api/lookup/${entity}${queryText({ search, limit: 20 })}`, { signal }),
    enabled: open && entity !== '',
    placeholderData: (before) => before,
  });
  const recent = search === '' ? (readLocal<Reference[]>(`recent.${entity}`) ?? []) : [];
  const rows = mergeRows(found.data?.rows ?? [], props.chosen);
  const options = rows.map((row) => ({ value: row.id, label: row.label, hint: row.hint ?? '', recent: recent.some((item) => item.id === row.id) }));
  if (search === '') options.sort((a, b) => Number(b.recent) - Number(a.recent));
  const choose = (ids: readonly string[]) => {
    const picked = ids.map((id) => rows.find((row) => row.id === id)).filter((row) => row !== undefined);
    for (const row of picked) remember(entity, row);
    props.onChosen(picked.map(({ id, label }) => ({ id, label })));
  };
  const ids = props.chosen.map((row) => row.id);
  return (
    <Select<string | string[] | null>
      {...ariaOf(props)}
      {...statusOf(props)}
      {...(props.multiple ? { mode: 'multiple' as const, maxTagCount: 'responsive' as const } : {})}
      value={props.multiple ? ids : (ids[0] ?? null)}
      disabled={props.readOnly}
      allowClear={!props.field.required}
      variant={props.inGrid === true ? 'borderless' : 'outlined'}
      placeholder={props.readOnly ? '' : words('pick.search')}
      style={{ width: '100%' }}
      popupMatchSelectWidth={props.inGrid === true ? 300 : true}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setTyped('');
      }}
      loading={found.isFetching}
      notFoundContent={found.isFetching ? words('common.loading') : words('pick.nothing')}
      options={options}
      optionRender={(option) => (
        <div className="pick-row">
          <span className="pick-label">{option.label}</span>
          <span className="pick-hint">{option.data.hint !== '' ? option.data.hint : option.data.recent ? words('pick.recent') : ''}</span>
        </div>
      )}
      popupRender={(menu) => (
        <>
          {menu}
          {quickCreate === null ? null : (
            <div className="pick-foot">
              <Button
                type="text"
                size="small"
                icon={<Icon name="plus" size={14} />}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => {
                  setOpen(false);
                  quickCreate(entity, (row) => {
                    remember(entity, row);
                    props.onChosen(props.multiple ? [...props.chosen, row] : [row]);
                  });
                }}
              >
                {words('pick.create')}
              </Button>
            </div>
          )}
        </>
      )}
      onChange={(next) => choose(next === null || next === undefined ? [] : Array.isArray(next) ? next : [next])}
    />
  );
}

export function asReference(value: unknown): Reference | null {
  if (typeof value === 'string' && value !== '') return { id: value, label: value };
  if (typeof value === 'object' && value !== null && 'id' in value) {
    const row = value as { id: unknown; label?: unknown };
    return { id: String(row.id), label: typeof row.label === 'string' ? row.label : String(row.id) };
  }
  return null;
}

function mergeRows(found: readonly LookupRow[], chosen: readonly Reference[]): LookupRow[] {
  const known = new Set(found.map((row) => row.id));
  return [...found, ...chosen.filter((row) => !known.has(row.id))];
}

function remember(entity: string, row: Reference): void {
  const kept = (readLocal<Reference[]>(`recent.${entity}`) ?? []).filter((item) => item.id !== row.id);
  writeLocal(`recent.${entity}`, [{ id: row.id, label: '' }, ...kept].slice(0, 8));
}

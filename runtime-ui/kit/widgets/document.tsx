import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { api, queryText } from '../api/client.ts';
import { useWords } from '../i18n/words.tsx';
import { ariaOf, statusOf, type WidgetProps } from './widget.ts';

interface DocumentRow {
  readonly name: string;
  readonly hash: string;
  readonly label: string;
}

/** Points to a document of the release (a product, a scheme); kept as `name@hash` by the server when it is pinned. */
export function DocumentWidget(props: WidgetProps) {
  const words = useWords();
  const kind = props.field.of ?? '';
  const value = props.value as DocumentRow | string | null | undefined;
  const name = typeof value === 'object' && value !== null ? value.name : (value ?? null);
  const documents = useQuery({
    queryKey: ['documents', kind],
    queryFn: ({ signal }) => api.get<{ rows: readonly DocumentRow[] }>(`/api/documents/${kind}${queryText({})}`, { signal }),
    enabled: !props.readOnly,
    staleTime: 60_000,
  });
  const rows = documents.data?.rows ?? [];
  const known = typeof value === 'object' && value !== null && !rows.some((row) => row.name === value.name) ? [value] : [];
  return (
    <Select
      {...ariaOf(props)}
      {...statusOf(props)}
      value={name}
      disabled={props.readOnly}
      allowClear={!props.field.required}
      loading={documents.isFetching}
      variant={props.inGrid === true ? 'borderless' : 'outlined'}
      placeholder={props.readOnly ? '' : words('pick.placeholder')}
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width: '100%' }}
      options={[...known, ...rows].map((row) => ({ value: row.name, label: row.label }))}
      onChange={(next: string | undefined) => props.onChange(rows.find((row) => row.name === next) ?? null)}
    />
  );
}

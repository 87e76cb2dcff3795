import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { FileBody } from '../../../engine/contract/wire.ts';
import { uploadFile } from '../api/client.ts';
import { formatSize } from '../format/file-size.ts';
import { Icon } from '../icons.tsx';
import { useWords } from '../i18n/words.tsx';
import type { WidgetProps } from './widget.ts';

interface Upload {
  readonly key: string;
  readonly name: string;
  readonly part: number;
  readonly failed: string | null;
}

const largestBytes = 20 * 1024 * 1024;

/** Files that belong to the record: dropped or chosen, each with its progress; a failed one says why and can be tried again. */
export function AttachmentsWidget(props: WidgetProps) {
  const words = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [over, setOver] = useState(false);
  const isSingle = props.field.type === 'attachment';
  const files = (Array.isArray(props.value) ? props.value : props.value ? [props.value] : []) as readonly FileBody[];
  const latest = useRef(files);
  latest.current = files;

  const change = (next: readonly FileBody[]) => {
    latest.current = next;
    props.onChange(isSingle ? (next.at(-1) ?? null) : next);
  };
  const patch = (key: string, changes: Partial<Upload>) => setUploads((all) => all.map((item) => (item.key === key ? { ...item, ...changes } : item)));
  const send = (file: File) => {
    const key = crypto.randomUUID();
    const tooLarge = file.size > largestBytes ? words('file.limit') : null;
    setUploads((all) => [...all, { key, name: file.name, part: 0, failed: tooLarge }]);
    if (tooLarge !== null) return;
    uploadFile<FileBody>('/api/files', file, (part) => patch(key, { part })).then(
      (body) => {
        setUploads((all) => all.filter((item) => item.key !== key));
        change(isSingle ? [body] : [...latest.current, body]);
      },
      (error: unknown) => patch(key, { failed: error instanceof Error && error.message !== 'offline' ? error.message : words('file.failed') }),
    );
  };
  const take = (list: FileList | null) => {
    for (const file of list ?? []) send(file);
  };

  return (
    <div className="attachments">
      {files.length + uploads.length === 0 && props.readOnly ? <span className="quiet">{words('file.none')}</span> : null}
      <FileList files={files} {...(props.readOnly ? {} : { onRemove: (id: string) => change(files.filter((file) => file.id !== id)) })} />
      {uploads.map((upload) => (
        <div key={upload.key} className="file-row" role="status">
          <Icon name={upload.failed === null ? 'upload' : 'warning'} size={15} />
          <span className="file-name">{upload.name}</span>
          <span className={upload.failed === null ? 'quiet' : 'field-error'}>
            {upload.failed ?? words('file.uploading', { percent: Math.round(upload.part * 100) })}
          </span>
          <span className="file-bar" style={{ transform: `scaleX(${upload.failed === null ? upload.part : 0})` }} />
          <Button
            type="text"
            size="small"
            aria-label={words('file.remove')}
            icon={<Icon name="close" size={14} />}
            onClick={() => setUploads((all) => all.filter((item) => item.key !== upload.key))}
          />
        </div>
      ))}
      {props.readOnly ? null : (
        <button
          type="button"
          id={props.id}
          aria-describedby={props.describedBy}
          className={over ? 'drop-zone is-over' : 'drop-zone'}
          onClick={() => chooser.current?.click()}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            take(event.dataTransfer.files);
          }}
        >
          <Icon name="paperclip" />
          <span>{words('file.drop')}</span>
          <span className="quiet">{words('file.limit')}</span>
        </button>
      )}
      <input
        ref={chooser}
        type="file"
        hidden
        multiple={!isSingle}
        {...(props.field.accept === undefined ? {} : { accept: props.field.accept.join(',') })}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
    </div>
  );
}

export function FileList(props: { readonly files: readonly FileBody[]; onRemove?(id: string): void }) {
  const words = useWords();
  return props.files.map((file) => (
    <div key={file.id} className="file-row">
      <Icon name="file" size={15} />
      <a className="file-name" href={`/api/files/${file.id}`} download={file.name}>
        {file.name}
      </a>
      <span className="quiet tabular">{formatSize(file.size)}</span>
      {props.onRemove === undefined ? null : (
        <Button type="text" size="small" aria-label={words('file.remove')} icon={<Icon name="close" size={14} />} onClick={() => props.onRemove?.(file.id)} />
      )}
    </div>
  ));
}

import { sayDevice } from '../../people/sessions/sessions.ts'
import { openVault } from '../../people/vault.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Card } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { NoticeSettingsPanel } from '../notices/notices.ts'
import { type PushDevice, listDevices } from './push.ts'
import { pushKeys } from './push.keys.ts'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'tango-devices': {
        'data-key': string
        'data-worker': string
        'data-without': string
        'data-refused': string
        'data-sorry': string
        hidden?: boolean
        children?: ComponentChildren
      }
    }
  }
}

/** Among the notice settings: the devices that show notices, and a way to make this one of them. */
export const devicesPanel: NoticeSettingsPanel = async (ctx, _viewer, config) => {
  const { publicKey } = await pushKeys(ctx, await openVault(config))
  return <Devices devices={await listDevices(ctx)} publicKey={publicKey} now={ctx.now} />
}

function Devices(props: { devices: readonly PushDevice[]; publicKey: string; now: Date }) {
  const say = useWords()
  const { devices, now } = props
  return (
    <Card title={say('On your devices')} id="devices">
      <div class="stack-s">
        <p class="small muted">
          {say(
            'A device is told what goes at once, outside your quiet hours, and only what kind of notice it is. The text is read here. Signing out on it ends that.',
          )}
        </p>
        {devices.length === 0 ? null : (
          <Table
            caption={say('Devices that show your notices')}
            columns={[
              { label: say('Device') },
              { label: say('Since') },
              { label: say('Last told') },
              { label: say('End') },
            ]}
            rows={devices.map(({ id, name, addedAt, lastToldAt }) => [
              <bdi>{sayDevice(say, name)}</bdi>,
              <Time at={addedAt} now={now} />,
              lastToldAt ? <Time at={lastToldAt} now={now} /> : say('not yet'),
              <ActionButton
                action={`/settings/notices/devices/${id}/end`}
                size="s"
                label={say('End notices on {device}', { device: sayDevice(say, name) })}
              >
                {say('End')}
              </ActionButton>,
            ])}
          />
        )}
        <p class="small muted" id="no-devices">
          {say('To show notices on this device, open this page in a browser that runs scripts and can show them.')}
        </p>
        <tango-devices
          data-key={props.publicKey}
          data-worker="/service-worker.js"
          data-without="no-devices"
          data-refused={say('This browser does not allow it. You can change that in its settings for this site.')}
          data-sorry={say('This browser could not be reached. Nothing was changed.')}
          hidden
        >
          <form method="post" action="/settings/notices/devices" class="stack-s">
            {['endpoint', 'p256dh', 'auth'].map((name) => (
              <input type="hidden" name={name} value="" />
            ))}
            <Input name="name" label={say('What you call this device')} maxlength={80} placeholder={say('My phone')} />
            <div>
              <Button icon="bell">{say('Show notices on this device')}</Button>
            </div>
            <p role="status" class="small" />
          </form>
        </tango-devices>
      </div>
    </Card>
  )
}

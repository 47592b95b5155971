// Desks without a page, beside the one that is walked.
import { Desk } from '../desk.mjs';
import { until } from '../house.mjs';

export const clerkAt = async ({ house }) => {
  const desk = new Desk(house.office, '');
  const { id, pin } = house.person('clerk');
  await desk.command('sign_in', { staff: id, pin });
  return desk;
};
export const quietDesk = async ({ house, left }) => {
  if (!left.desk) {
    left.desk = new Desk(house.page, 'desk-9');
    await left.desk.signIn(house.person('supervisor'));
  }
  return left.desk;
};

// Until nothing is unsent, all files are there and the centre has judged.
export async function exchanged(walk) {
  const desk = await quietDesk(walk);
  await until('an exchange that leaves nothing', 60, async () => {
    await desk.command('exchange_now');
    const [{ unsent, attachments_waiting, link }, { marks }] = [await desk.get('status'), await desk.get('exchange')];
    return link.state === 'connected' && !unsent && !attachments_waiting && marks.settled === marks.total;
  });
}

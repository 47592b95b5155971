// This tablet's or laptop's own camera, where no device takes the picture. Nothing is kept but what is taken.
import {say} from "kit/language";
import {Dialog} from "kit/parts/dialog";
import {Viewfinder} from "kit/parts/viewfinder";
import {as_jpeg, canvas_of} from "./reduce";

interface Props {
  title: string;
  take: (picture: Blob) => void;
  close: () => void;
}

export function CameraDialog({title, take, close}: Props) {
  const shoot = async (v: HTMLVideoElement | null) => {
    if (!v?.videoWidth) return;
    const picture = await as_jpeg(canvas_of(v, v.videoWidth, v.videoHeight));
    if (picture) take(picture);
  };
  return (
    <Dialog title={title} onClose={close}>
      <Viewfinder>
        {(video, open) => (
          <div class="buttons">
            {open && (
              <button type="button" class="button primary" onClick={() => void shoot(video.current)}>
                {say("capture.camera_take")}
              </button>
            )}
            <button type="button" class="button" onClick={close}>
              {say("capture.cancel")}
            </button>
          </div>
        )}
      </Viewfinder>
    </Dialog>
  );
}

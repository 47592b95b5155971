import {say} from "kit/language";
import {Icon} from "kit/parts/icon";
import {href} from "kit/router";

export const BackToReviews = () => (
  <a class="back" href={href("review")}>
    <Icon name="back" />
    {say("rooms.review")}
  </a>
);

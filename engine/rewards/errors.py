"""What rewards refuse."""

from __future__ import annotations

from engine.foundation.errors import EngineError


class SettingUnknown(EngineError):
    """No programme has such a setting. data: programme, setting."""

    code = "rewards.setting_unknown"


class AmountInvalid(EngineError):
    """Not a whole number from 0 to `most`. data: most."""

    code = "rewards.amount_invalid"


class OwnReward(EngineError):
    """Who got the reward, or counts as one with them, does not decide on it. data: none."""

    code = "rewards.own_reward"

"""The acoustic network: a residual factored TDNN with one output head a language, trained by CTC.

Input 40 log-mels at 100 frames a second, output at 33. Every layer is a valid (unpadded) convolution, and the
input is padded by repeating its first and last frame, which is what Kaldi's nnet3 does at the edges of a call.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from nlu.text.languages import CODES
from voice.lexicon.phones import phone_table


@dataclass(frozen=True)
class Shape:
    """Sizes of the network; offsets are in input frames of 10 ms."""

    bins: int = 40
    front: int = 256
    width: int = 512
    waist: int = 192
    blocks: tuple[tuple[int, int], ...] = (
        *((-3, 3), (-3, 3), (-6, 6), (-6, 6), (-9, 9)),
        *((-9, 3), (-9, 3), (-12, 3), (-12, 3)),
    )
    """(offset of the narrowing layer, offset of the widening layer) of each residual block."""

    @property
    def left(self) -> int:
        return 3 - sum(narrow for narrow, _ in self.blocks)

    @property
    def right(self) -> int:
        return 3 + sum(wide for _, wide in self.blocks)


class Block(nn.Module):
    """x + BN(ReLU(wide(narrow(x)))): each of the two layers sees two frames."""

    def __init__(self, shape: Shape, narrow: int, wide: int, dropout: float) -> None:
        super().__init__()
        self.before, self.after = -narrow // 3, wide // 3
        self.narrow = nn.Conv1d(shape.width, shape.waist, 2, dilation=self.before, bias=False)
        self.wide = nn.Conv1d(shape.waist, shape.width, 2, dilation=self.after)
        self.norm = nn.BatchNorm1d(shape.width)
        self.dropout = nn.Dropout1d(dropout)

    def forward(self, x: Tensor) -> Tensor:
        y = self.norm(torch.relu(self.wide(self.narrow(x))))
        end = x.shape[2] - self.after
        return x[:, :, self.before : end] + self.dropout(y)


class Trunk(nn.Module):
    """(batch, bins, frames + left + right) -> (batch, width, ceil(frames / 3))."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.shape = shape
        self.first = nn.Conv1d(shape.bins, shape.front, 5)
        self.first_norm = nn.BatchNorm1d(shape.front)
        self.second = nn.Conv1d(shape.front, shape.width, 3, stride=3)
        self.second_norm = nn.BatchNorm1d(shape.width)
        self.blocks = nn.ModuleList(Block(shape, narrow, wide, dropout) for narrow, wide in shape.blocks)

    def forward(self, x: Tensor) -> Tensor:
        x = self.first_norm(torch.relu(self.first(x)))
        x = self.second_norm(torch.relu(self.second(x)))
        for block in self.blocks:
            x = block(x)
        return x


class Net(nn.Module):
    """A shared trunk and a linear head a language; output 0 is the blank."""

    def __init__(self, shape: Shape | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape or Shape()
        self.trunk = Trunk(self.shape, dropout)
        self.heads = nn.ModuleDict(
            {code: nn.Conv1d(self.shape.width, 1 + len(phone_table(code).phones), 1) for code in CODES}
        )

    def forward(self, features: Tensor, language: str) -> Tensor:
        """(batch, frames, bins) levelled log-mels, already padded -> (batch, frames / 3, outputs) logits."""
        return self.heads[language](self.trunk(features.transpose(1, 2))).transpose(1, 2)

    def padded(self, features: Tensor) -> Tensor:
        """Repeat the first and the last frame as Kaldi does: (batch, frames, bins) in and out."""
        left = features[:, :1].expand(-1, self.shape.left, -1)
        right = features[:, -1:].expand(-1, self.shape.right + 2, -1)
        return torch.cat([left, features, right], dim=1)

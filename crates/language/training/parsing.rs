//! Trains the parser with a dynamic oracle.

use super::corpus::Example;
use super::perceptron::{Perceptron, Random};
use crate::linear::best;
use crate::parser::RELATIONS;
use crate::parser::features::{self, Node};
use crate::parser::state::{Move, State};
use crate::tagger::Tag;
use crate::words::Vocabulary;

const EPOCHS: usize = 6;

struct Gold {
    nodes: Vec<Node>,
    heads: Vec<usize>,
    labels: Vec<usize>,
}

/// The files of the models of moves and of labels.
pub(super) fn train(examples: &[Example], tags: &[Vec<Tag>], vocabulary: &Vocabulary) -> (Vec<u8>, Vec<u8>) {
    let mut sentences: Vec<Gold> =
        examples.iter().zip(tags).map(|(example, tags)| gold(example, tags, vocabulary)).collect();
    let (mut moves, mut labels) = (Perceptron::default(), Perceptron::default());
    let mut random = Random(0xA2C);
    for epoch in 0..EPOCHS {
        random.shuffle(&mut sentences);
        let wrong: usize = sentences.iter().map(|gold| learn(gold, &mut moves, &mut labels, epoch, &mut random)).sum();
        println!("parser epoch {epoch}: {wrong} wrong moves");
    }
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    (moves.write(&names(&["shift", "left", "right"]), 8), labels.write(&names(&RELATIONS), 5))
}

fn gold(example: &Example, tags: &[Tag], vocabulary: &Vocabulary) -> Gold {
    let words = super::lexemes(example, vocabulary);
    let label = |name: &str| RELATIONS.iter().position(|r| *r == name);
    let find = |name: &str| label(name).or_else(|| label(name.split(':').next()?)).unwrap_or(20);
    Gold {
        nodes: words.iter().zip(tags).map(|(word, tag)| Node::new(word, tag)).collect(),
        heads: example.words.iter().map(|word| word.head).collect(),
        labels: example.words.iter().map(|word| find(&word.deprel)).collect(),
    }
}

/// Parses a sentence, learning from each move; returns how many were wrong.
fn learn(gold: &Gold, moves: &mut Perceptron, labels: &mut Perceptron, epoch: usize, random: &mut Random) -> usize {
    let mut state = State::new(gold.nodes.len());
    let mut features = Vec::new();
    let mut wrong = 0;
    while !state.is_final() {
        features.clear();
        features::of_move(&gold.nodes, &state, &mut features);
        let mut scores = [0; 3];
        moves.score(&features, &mut scores);
        let allowed = |class: usize| state.allows(Move::ALL[class]);
        let costs = Move::ALL.map(|m| if state.allows(m) { cost(gold, &state, m) } else { usize::MAX });
        let least = costs.iter().min().copied().unwrap_or(0);
        let (Some(guess), Some(right)) = (best(&scores, allowed), best(&scores, |class| costs[class] == least)) else {
            break;
        };
        moves.tick();
        if costs[guess] != least {
            wrong += 1;
            moves.update(&features, right, 1);
            moves.update(&features, guess, -1);
        }
        let explore = epoch > 0 && random.below(10) > 0;
        let choice = Move::ALL[if explore { guess } else { right }];
        let label = state.arc(choice).map(|(head, child)| learn_label(gold, &state, labels, head, child));
        state.apply(choice, label.unwrap_or(0));
    }
    wrong
}

/// The label that the model gives an arc, which it learns from when the arc is right.
fn learn_label(gold: &Gold, state: &State, labels: &mut Perceptron, head: usize, child: usize) -> usize {
    let mut features = Vec::new();
    features::of_label(&gold.nodes, state, head, child, &mut features);
    let mut scores = [0; RELATIONS.len()];
    labels.score(&features, &mut scores);
    let guess = best(&scores, |class| (RELATIONS[class] == "root") == (head == gold.nodes.len())).unwrap_or(0);
    if gold.heads[child] == head {
        labels.tick();
        if guess != gold.labels[child] {
            labels.update(&features, gold.labels[child], 1);
            labels.update(&features, guess, -1);
        }
    }
    guess
}

/// How many arcs of the gold tree a move puts out of reach (Goldberg and Nivre, 2013).
fn cost(gold: &Gold, state: &State, choice: Move) -> usize {
    let next = state.next;
    let Some(top) = state.stack(0) else { return 0 };
    let later = |word: usize| word >= next;
    let children = |of: usize, from: usize| (from..gold.heads.len()).filter(|word| gold.heads[*word] == of).count();
    match choice {
        Move::Left => {
            let head = gold.heads[top];
            let lost = head != next && (state.stack(1) == Some(head) || later(head));
            usize::from(lost) + children(top, next)
        }
        Move::Right => usize::from(later(gold.heads[top])) + children(top, next),
        Move::Shift => {
            let head = gold.heads[next];
            let below = state.stack.len() - 1;
            let lost = state.stack[..below].contains(&head);
            usize::from(lost) + state.stack.iter().filter(|word| gold.heads[**word] == next).count()
        }
    }
}
